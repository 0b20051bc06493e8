package dev.rehearsal.terraform.aws.sqs;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of SQS. */
public final class SqsTypes {

  private SqsTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new SqsQueue(),
        new SqsQueueAttribute("policy", "Policy", "SQS Queue Policy", true),
        new SqsQueueAttribute("redrive_policy", "RedrivePolicy", "SQS Queue Redrive Policy", false),
        new SqsQueueAttribute(
            "redrive_allow_policy", "RedriveAllowPolicy", "SQS Queue Redrive Allow Policy", false));
  }
}
