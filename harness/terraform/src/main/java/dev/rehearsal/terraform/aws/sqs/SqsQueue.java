package dev.rehearsal.terraform.aws.sqs;

import dev.rehearsal.terraform.aws.AttributeNames;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

final class SqsQueue implements ResourceType {

  private static final AttributeNames ATTRIBUTES =
      AttributeNames.of(
          "content_based_deduplication", "ContentBasedDeduplication",
          "deduplication_scope", "DeduplicationScope",
          "delay_seconds", "DelaySeconds",
          "fifo_queue", "FifoQueue",
          "fifo_throughput_limit", "FifoThroughputLimit",
          "kms_data_key_reuse_period_seconds", "KmsDataKeyReusePeriodSeconds",
          "kms_master_key_id", "KmsMasterKeyId",
          "max_message_size", "MaximumMessageSize",
          "message_retention_seconds", "MessageRetentionPeriod",
          "policy", "Policy",
          "receive_wait_time_seconds", "ReceiveMessageWaitTimeSeconds",
          "redrive_allow_policy", "RedriveAllowPolicy",
          "redrive_policy", "RedrivePolicy",
          "sqs_managed_sse_enabled", "SqsManagedSseEnabled",
          "visibility_timeout_seconds", "VisibilityTimeout");

  @Override
  public String name() {
    return "aws_sqs_queue";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("SQS Queue")
        .forcesNew("name", "name_prefix", "fifo_queue")
        .conflicts("name", "name_prefix")
        .conflicts("kms_master_key_id", "sqs_managed_sse_enabled")
        .defaults("content_based_deduplication", false)
        .defaults("delay_seconds", 0)
        .defaults("fifo_queue", false)
        .defaults("max_message_size", 262144)
        .defaults("message_retention_seconds", 345600)
        .defaults("receive_wait_time_seconds", 0)
        .defaults("visibility_timeout_seconds", 30)
        .between("delay_seconds", 0, 900)
        .between("max_message_size", 1024, 1048576)
        .between("message_retention_seconds", 60, 1209600)
        .between("receive_wait_time_seconds", 0, 20)
        .between("visibility_timeout_seconds", 0, 43200)
        .policies("policy")
        .json("redrive_policy", "redrive_allow_policy")
        .tags(
            Tagging.of(SqsClient.class, "url")
                .operations("TagQueue", "UntagQueue", "ListQueueTags"))
        .imports(it -> it.values().set("url", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    Map<String, String> attributes = ATTRIBUTES.given(it);
    String url =
        it.client(SqsClient.class)
            .createQueue(r -> r.queueName(name).attributesWithStrings(attributes).tags(it.tags()))
            .queueUrl();
    it.id(url);
    it.values().set("url", url);
  }

  @Override
  public void read(ResourceInstance it) {
    Map<String, String> found =
        it.client(SqsClient.class)
            .getQueueAttributes(r -> r.queueUrl(it.id()).attributeNames(QueueAttributeName.ALL))
            .attributesAsStrings();
    ATTRIBUTES.take(it, found);
    String arn = Objects.requireNonNull(found.get("QueueArn"), "GetQueueAttributes: no QueueArn");
    it.values().set("arn", arn);
    it.values().set("name", arn.substring(arn.lastIndexOf(':') + 1));
    it.values().set("url", it.id());
    if (it.values().get("kms_data_key_reuse_period_seconds") == null) {
      it.values().set("kms_data_key_reuse_period_seconds", 300L);
    }
    if (it.values().get("sqs_managed_sse_enabled") == null) {
      it.values().set("sqs_managed_sse_enabled", false);
    }
  }

  @Override
  public void update(ResourceInstance it) {
    Map<String, String> changed = ATTRIBUTES.changed(it);
    changed.remove("FifoQueue");
    if (!changed.isEmpty()) {
      it.client(SqsClient.class)
          .setQueueAttributes(r -> r.queueUrl(it.id()).attributesWithStrings(changed));
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SqsClient.class).deleteQueue(r -> r.queueUrl(it.id()));
  }
}
