package dev.rehearsal.terraform.aws.sns;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of SNS. */
public final class SnsTypes {

  private SnsTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new SnsTopic(), new SnsTopicPolicy(), new SnsTopicSubscription());
  }
}
