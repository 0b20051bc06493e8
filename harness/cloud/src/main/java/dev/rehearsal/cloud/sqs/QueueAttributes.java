package dev.rehearsal.cloud.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes that a queue's owner sets: which there are, their limits and defaults. */
final class QueueAttributes {

  static final int MAX_MESSAGE_BYTES = 1_048_576;

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Range(long from, long to) {}

  private static final Map<String, Range> NUMBERS =
      Map.of(
          "DelaySeconds", new Range(0, 900),
          "MaximumMessageSize", new Range(1024, MAX_MESSAGE_BYTES),
          "MessageRetentionPeriod", new Range(60, 1_209_600),
          "ReceiveMessageWaitTimeSeconds", new Range(0, 20),
          "VisibilityTimeout", new Range(0, 43_200),
          "KmsDataKeyReusePeriodSeconds", new Range(60, 86_400));
  private static final Map<String, Set<String>> CHOICES =
      Map.of(
          "FifoQueue", Set.of("true", "false"),
          "ContentBasedDeduplication", Set.of("true", "false"),
          "SqsManagedSseEnabled", Set.of("true", "false"),
          "DeduplicationScope", Set.of("queue", "messageGroup"),
          "FifoThroughputLimit", Set.of("perQueue", "perMessageGroupId"));
  private static final Set<String> DOCUMENTS =
      Set.of("Policy", "RedrivePolicy", "RedriveAllowPolicy");
  private static final Set<String> FIFO_ONLY =
      Set.of("FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit");
  private static final Set<String> READ_ONLY =
      Set.of(
          "All",
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesDelayed",
          "ApproximateNumberOfMessagesNotVisible",
          "CreatedTimestamp",
          "LastModifiedTimestamp",
          "QueueArn");

  private final Map<String, String> values = new HashMap<>();

  QueueAttributes(boolean fifo) {
    values.put("DelaySeconds", "0");
    values.put("MaximumMessageSize", String.valueOf(MAX_MESSAGE_BYTES));
    values.put("MessageRetentionPeriod", "345600");
    values.put("ReceiveMessageWaitTimeSeconds", "0");
    values.put("VisibilityTimeout", "30");
    values.put("SqsManagedSseEnabled", "true");
    if (fifo) {
      values.put("FifoQueue", "true");
      values.put("ContentBasedDeduplication", "false");
      values.put("DeduplicationScope", "queue");
      values.put("FifoThroughputLimit", "perQueue");
    }
  }

  /** Checks names and values; says nothing about other queues that a value names. */
  static void check(Map<String, String> given, boolean fifo) {
    given.forEach(
        (name, value) -> {
          if (FIFO_ONLY.contains(name) && !fifo) {
            throw SqsErrors.attributeName(name);
          }
          if (NUMBERS.containsKey(name)) {
            checkNumber(name, value);
          } else if (CHOICES.containsKey(name)) {
            if (!CHOICES.get(name).contains(value)) {
              throw SqsErrors.attributeValue(name);
            }
          } else if (DOCUMENTS.contains(name)) {
            checkDocument(name, value);
          } else if (!name.equals("KmsMasterKeyId")) {
            throw SqsErrors.attributeName(name);
          }
        });
    if (fifo && "false".equals(given.get("FifoQueue"))) {
      throw SqsErrors.attributeValue("FifoQueue");
    }
  }

  /** Whether AWS knows an attribute of that name, readable or writable. */
  static boolean known(String name) {
    return READ_ONLY.contains(name)
        || NUMBERS.containsKey(name)
        || CHOICES.containsKey(name)
        || DOCUMENTS.contains(name)
        || name.equals("KmsMasterKeyId");
  }

  /** Sets checked attributes. An empty document or key removes the attribute. */
  void set(Map<String, String> given) {
    given.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            values.remove(name);
          } else {
            values.put(name, value);
          }
        });
    if (!given.getOrDefault("KmsMasterKeyId", "").isEmpty()) {
      values.put("SqsManagedSseEnabled", "false");
      values.putIfAbsent("KmsDataKeyReusePeriodSeconds", "300");
    } else if ("true".equals(given.get("SqsManagedSseEnabled"))) {
      values.remove("KmsMasterKeyId");
      values.remove("KmsDataKeyReusePeriodSeconds");
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  long number(String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }

  Map<String, String> all() {
    return new LinkedHashMap<>(values);
  }

  private static void checkNumber(String name, String value) {
    Range range = NUMBERS.get(name);
    try {
      long number = Long.parseLong(value);
      if (range == null || number < range.from() || number > range.to()) {
        throw SqsErrors.attributeValue(name);
      }
    } catch (NumberFormatException invalid) {
      throw SqsErrors.attributeValue(name);
    }
  }

  private static void checkDocument(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    try {
      if (!JSON.readTree(value).isObject()) {
        throw SqsErrors.attributeValue(name);
      }
    } catch (JsonProcessingException invalid) {
      throw SqsErrors.attributeValue(name);
    }
  }
}
