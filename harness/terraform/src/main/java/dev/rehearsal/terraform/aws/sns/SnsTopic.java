package dev.rehearsal.terraform.aws.sns;

import dev.rehearsal.terraform.aws.AttributeNames;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;

final class SnsTopic implements ResourceType {

  private static final AttributeNames ATTRIBUTES = attributes();

  private static AttributeNames attributes() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String protocol : new String[] {"application", "firehose", "http", "lambda", "sqs"}) {
      String camel = Character.toUpperCase(protocol.charAt(0)) + protocol.substring(1);
      camel = camel.equals("Http") ? "HTTP" : camel.equals("Sqs") ? "SQS" : camel;
      names.put(protocol + "_failure_feedback_role_arn", camel + "FailureFeedbackRoleArn");
      names.put(protocol + "_success_feedback_role_arn", camel + "SuccessFeedbackRoleArn");
      names.put(protocol + "_success_feedback_sample_rate", camel + "SuccessFeedbackSampleRate");
    }
    names.put("archive_policy", "ArchivePolicy");
    names.put("content_based_deduplication", "ContentBasedDeduplication");
    names.put("delivery_policy", "DeliveryPolicy");
    names.put("display_name", "DisplayName");
    names.put("fifo_throughput_scope", "FifoThroughputScope");
    names.put("fifo_topic", "FifoTopic");
    names.put("kms_master_key_id", "KmsMasterKeyId");
    names.put("policy", "Policy");
    names.put("signature_version", "SignatureVersion");
    names.put("tracing_config", "TracingConfig");
    return new AttributeNames(names);
  }

  @Override
  public String name() {
    return "aws_sns_topic";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("SNS Topic")
        .forcesNew("name", "name_prefix", "fifo_topic")
        .conflicts("name", "name_prefix")
        .policies("policy")
        .json("delivery_policy", "archive_policy")
        .defaults("fifo_topic", false)
        .defaults("content_based_deduplication", false)
        .tags(Tagging.of(SnsClient.class, "arn"));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.id(
        it.client(SnsClient.class)
            .createTopic(
                it.fill(CreateTopicRequest.builder())
                    .name(name)
                    .attributes(ATTRIBUTES.given(it))
                    .build())
            .topicArn());
  }

  @Override
  public void read(ResourceInstance it) {
    Map<String, String> found =
        it.client(SnsClient.class).getTopicAttributes(r -> r.topicArn(it.id())).attributes();
    ATTRIBUTES.take(it, found);
    String arn = Objects.requireNonNull(found.get("TopicArn"), "GetTopicAttributes: no TopicArn");
    it.values().set("arn", arn);
    it.values().set("name", arn.substring(arn.lastIndexOf(':') + 1));
    it.values().set("owner", found.get("Owner"));
    it.values().set("beginning_archive_time", found.getOrDefault("BeginningArchiveTime", ""));
  }

  @Override
  public void update(ResourceInstance it) {
    ATTRIBUTES
        .changed(it)
        .forEach(
            (attribute, value) ->
                it.client(SnsClient.class)
                    .setTopicAttributes(
                        r -> r.topicArn(it.id()).attributeName(attribute).attributeValue(value)));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SnsClient.class).deleteTopic(r -> r.topicArn(it.id()));
  }
}
