package dev.rehearsal.terraform.aws.ssm;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of Systems Manager. */
public final class SsmTypes {

  private SsmTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new SsmParameter());
  }
}
