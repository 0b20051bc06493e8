package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagLimitExceededException;

/** Makes, describes and changes topics. */
final class TopicAdmin {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final Pattern FIFO_NAME = Pattern.compile("[A-Za-z0-9_-]{1,251}\\.fifo");
  private static final Pattern FEEDBACK =
      Pattern.compile(
          "(Application|HTTP|Lambda|SQS|Firehose)"
              + "(SuccessFeedbackRoleArn|FailureFeedbackRoleArn|SuccessFeedbackSampleRate)");
  private static final Set<String> DOCUMENTS =
      Set.of("Policy", "DeliveryPolicy", "DataProtectionPolicy", "ArchivePolicy");
  private static final Set<String> FIFO_ONLY =
      Set.of("FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope", "ArchivePolicy");
  private static final Set<String> PLAIN =
      Set.of(
          "DisplayName",
          "KmsMasterKeyId",
          "SignatureVersion",
          "TracingConfig",
          "FifoTopic",
          "ContentBasedDeduplication",
          "FifoThroughputScope");
  private static final String DEFAULT_DELIVERY =
      "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\"maxDelayTarget\":20,"
          + "\"numRetries\":3,\"numMaxDelayRetries\":0,\"numNoDelayRetries\":0,"
          + "\"numMinDelayRetries\":0,\"backoffFunction\":\"linear\"},"
          + "\"disableSubscriptionOverrides\":false,"
          + "\"defaultRequestPolicy\":{\"headerContentType\":\"text/plain; charset=UTF-8\"}}}";

  private final Surroundings aws;
  private final Topics topics;

  TopicAdmin(Surroundings aws, Topics topics) {
    this.aws = aws;
    this.topics = topics;
  }

  synchronized String create(
      @Nullable String name, Map<String, String> attributes, List<Tag> tags) {
    boolean fifo = "true".equals(attributes.get("FifoTopic"));
    if (name == null || !(fifo ? FIFO_NAME : NAME).matcher(name).matches()) {
      throw SnsErrors.invalid(
          fifo
              ? "Topic Name Reason: Fifo Topic names must end with .fifo and must be made up of only"
                  + " uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and"
                  + " must be between 1 and 256 characters long."
              : "Topic Name");
    }
    attributes.forEach((attribute, value) -> check(attribute, value, fifo));
    Topic topic = topics.make(name);
    Topic known = topics.find(topic.arn).orElse(null);
    if (known != null) {
      attributes.forEach(
          (attribute, value) -> {
            if (!value.equals(known.attributes.getOrDefault(attribute, ""))) {
              throw SnsErrors.invalid(
                  "Attributes Reason: Topic already exists with different attributes");
            }
          });
      if (!tags.isEmpty() && !known.tags().equals(map(tags))) {
        throw SnsErrors.invalid("Tags Reason: Topic already exists with different tags");
      }
      return known.arn;
    }
    topic.attributes.put("Policy", defaultPolicy(topic.arn));
    topic.attributes.put("DisplayName", "");
    if (fifo) {
      topic.attributes.put("ContentBasedDeduplication", "false");
      topic.attributes.put("FifoThroughputScope", "Topic");
    }
    topic.attributes.putAll(attributes);
    topic.tag(map(tags));
    topics.put(topic);
    return topic.arn;
  }

  Map<String, String> describe(Topic topic) {
    Map<String, String> all = new TreeMap<>(topic.attributes);
    all.values().removeIf(String::isEmpty);
    all.put("DisplayName", topic.attributes.getOrDefault("DisplayName", ""));
    all.put("TopicArn", topic.arn);
    all.put("Owner", aws.account());
    long confirmed = topic.subscriptions.stream().filter(Subscription::confirmed).count();
    all.put("SubscriptionsConfirmed", String.valueOf(confirmed));
    all.put("SubscriptionsPending", String.valueOf(topic.subscriptions.size() - confirmed));
    all.put("SubscriptionsDeleted", "0");
    all.put(
        "EffectiveDeliveryPolicy",
        topic.attributes.getOrDefault("DeliveryPolicy", "").isEmpty()
            ? DEFAULT_DELIVERY
            : topic.attributes.get("DeliveryPolicy"));
    return all;
  }

  void set(Topic topic, @Nullable String name, @Nullable String value) {
    if (name == null || name.equals("FifoTopic")) {
      throw SnsErrors.invalid("AttributeName");
    }
    String given = value == null ? "" : value;
    check(name, given, topic.fifo);
    if (given.isEmpty() && name.equals("Policy")) {
      topic.attributes.put("Policy", defaultPolicy(topic.arn));
    } else if (given.isEmpty() && !name.equals("DisplayName")) {
      topic.attributes.remove(name);
    } else {
      topic.attributes.put(name, given);
    }
  }

  Topic tagged(@Nullable String arn) {
    return topics
        .find(String.valueOf(arn))
        .orElseThrow(
            () ->
                AwsError.of(
                    ResourceNotFoundException.builder(),
                    "ResourceNotFound",
                    404,
                    "Resource does not exist"));
  }

  void tag(Topic topic, List<Tag> tags) {
    Map<String, String> after = topic.tags();
    after.putAll(map(tags));
    if (after.size() > 50) {
      throw AwsError.of(
          TagLimitExceededException.builder(),
          "TagLimitExceeded",
          400,
          "Could not complete request: tag quota of per resource exceeded");
    }
    topic.tag(map(tags));
  }

  private static Map<String, String> map(List<Tag> tags) {
    Map<String, String> map = new TreeMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  private static void check(String name, String value, boolean fifo) {
    if (DOCUMENTS.contains(name)) {
      checkDocument(name, value);
    } else if (!PLAIN.contains(name) && !FEEDBACK.matcher(name).matches()) {
      throw SnsErrors.invalid("AttributeName");
    }
    boolean valid =
        switch (name) {
          case "SignatureVersion" -> Set.of("1", "2", "").contains(value);
          case "TracingConfig" -> Set.of("PassThrough", "Active", "").contains(value);
          case "FifoThroughputScope" -> Set.of("Topic", "MessageGroup").contains(value);
          case "ContentBasedDeduplication", "FifoTopic" -> Set.of("true", "false").contains(value);
          case "DisplayName" -> value.length() <= 100;
          default -> !FEEDBACK.matcher(name).matches() || feedback(name, value);
        };
    if (!valid || (!fifo && FIFO_ONLY.contains(name) && !value.equals("false"))) {
      throw SnsErrors.invalid(name);
    }
  }

  private static boolean feedback(String name, String value) {
    return value.isEmpty()
        || (name.endsWith("SampleRate")
            ? value.matches("\\d{1,2}|100")
            : value.matches("arn:aws:iam::\\d{12}:role/.+"));
  }

  private static void checkDocument(String name, String value) {
    try {
      if (!value.isEmpty() && !JSON.readTree(value).isObject()) {
        throw SnsErrors.invalid(name + ": it is not a JSON object");
      }
    } catch (JsonProcessingException invalid) {
      throw SnsErrors.invalid(name + " Reason: failed to parse JSON");
    }
  }

  private String defaultPolicy(String arn) {
    return "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{"
        + "\"Sid\":\"__default_statement_ID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
        + "\"Action\":[\"SNS:GetTopicAttributes\",\"SNS:SetTopicAttributes\",\"SNS:AddPermission\","
        + "\"SNS:RemovePermission\",\"SNS:DeleteTopic\",\"SNS:Subscribe\","
        + "\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"],\"Resource\":\""
        + arn
        + "\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\""
        + aws.account()
        + "\"}}}]}";
  }
}
