package dev.rehearsal.cloud.cloudformation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues of SQS. */
final class QueueKind implements ResourceKind {

  private static final Map<String, QueueAttributeName> ATTRIBUTES =
      Map.of(
          "DelaySeconds", QueueAttributeName.DELAY_SECONDS,
          "KmsMasterKeyId", QueueAttributeName.KMS_MASTER_KEY_ID,
          "MessageRetentionPeriod", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
          "RedrivePolicy", QueueAttributeName.REDRIVE_POLICY,
          "SqsManagedSseEnabled", QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
          "VisibilityTimeout", QueueAttributeName.VISIBILITY_TIMEOUT);

  /** What a queue has where nothing is said. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "DelaySeconds", "0",
          "KmsMasterKeyId", "",
          "MessageRetentionPeriod", "345600",
          "RedrivePolicy", "",
          "SqsManagedSseEnabled", "true",
          "VisibilityTimeout", "30");

  @Override
  public String type() {
    return "AWS::SQS::Queue";
  }

  @Override
  public Set<String> properties() {
    return Set.of(
        "QueueName",
        "DelaySeconds",
        "KmsMasterKeyId",
        "MessageRetentionPeriod",
        "RedrivePolicy",
        "SqsManagedSseEnabled",
        "VisibilityTimeout",
        "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("QueueName");
  }

  @Override
  public Made create(Site site, Properties properties) {
    String name = site.name(properties.text("QueueName"));
    Map<QueueAttributeName, String> attributes = new EnumMap<>(QueueAttributeName.class);
    ATTRIBUTES.forEach(
        (property, attribute) -> {
          if (properties.has(property)) {
            attributes.put(attribute, value(properties, property));
          }
        });
    String url =
        site.client(SqsClient.class)
            .createQueue(
                create -> create.queueName(name).attributes(attributes).tags(properties.tags()))
            .queueUrl();
    return new Made(
        url, Map.of("Arn", site.aws().arn("sqs", name), "QueueName", name, "QueueUrl", url));
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    Map<QueueAttributeName, String> changed = new EnumMap<>(QueueAttributeName.class);
    ATTRIBUTES.forEach(
        (property, attribute) -> {
          if (!after.node().path(property).equals(before.node().path(property))) {
            changed.put(
                attribute,
                after.has(property) ? value(after, property) : DEFAULTS.getOrDefault(property, ""));
          }
        });
    site.client(SqsClient.class)
        .setQueueAttributes(set -> set.queueUrl(made.id()).attributes(changed));
    return made;
  }

  private static String value(Properties properties, String property) {
    return property.equals("RedrivePolicy")
        ? properties.json(property)
        : properties.textOr(property, "");
  }

  @Override
  public void retag(Site site, Made made, Map<String, String> set, List<String> remove) {
    SqsClient sqs = site.client(SqsClient.class);
    if (!set.isEmpty()) {
      sqs.tagQueue(tag -> tag.queueUrl(made.id()).tags(set));
    }
    if (!remove.isEmpty()) {
      sqs.untagQueue(untag -> untag.queueUrl(made.id()).tagKeys(remove));
    }
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(
        () -> site.client(SqsClient.class).deleteQueue(delete -> delete.queueUrl(made.id())));
  }
}
