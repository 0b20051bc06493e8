package dev.rehearsal.terraform.aws.cloudtrail;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of CloudTrail. */
public final class CloudTrailTypes {

  private CloudTrailTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new TrailType());
  }
}
