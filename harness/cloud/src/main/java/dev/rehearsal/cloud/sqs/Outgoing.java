package dev.rehearsal.cloud.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A message as a producer hands it over, alone or in a batch. */
record Outgoing(
    @Nullable String body,
    @Nullable Integer delaySeconds,
    Map<String, MessageAttributeValue> attributes,
    Map<String, MessageSystemAttributeValue> systemAttributes,
    @Nullable String group,
    @Nullable String deduplicationId) {

  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,256}");
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]{1,128}");
  private static final Set<String> BASE_TYPES = Set.of("String", "Number", "Binary");

  static Outgoing of(SendMessageRequest request) {
    return new Outgoing(
        request.messageBody(),
        request.delaySeconds(),
        request.messageAttributes(),
        request.messageSystemAttributesAsStrings(),
        request.messageGroupId(),
        request.messageDeduplicationId());
  }

  static Outgoing of(SendMessageBatchRequestEntry entry) {
    return new Outgoing(
        entry.messageBody(),
        entry.delaySeconds(),
        entry.messageAttributes(),
        entry.messageSystemAttributesAsStrings(),
        entry.messageGroupId(),
        entry.messageDeduplicationId());
  }

  /** The size that counts against the queue's limit, in bytes. */
  int size() {
    int size = body == null ? 0 : body.getBytes(UTF_8).length;
    for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
      MessageAttributeValue value = attribute.getValue();
      size += attribute.getKey().getBytes(UTF_8).length;
      size += value.dataType() == null ? 0 : value.dataType().getBytes(UTF_8).length;
      size += value.stringValue() == null ? 0 : value.stringValue().getBytes(UTF_8).length;
      size += value.binaryValue() == null ? 0 : value.binaryValue().asByteArrayUnsafe().length;
    }
    return size;
  }

  /** Refuses what AWS refuses. */
  String checkedBody(Queue queue) {
    if (body == null || body.isEmpty()) {
      throw SqsErrors.missing("MessageBody");
    }
    checkCharacters(body);
    long max = queue.attributes.number("MaximumMessageSize");
    if (size() > max) {
      throw SqsErrors.parameter(
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + max
              + " bytes.");
    }
    if (delaySeconds != null && queue.fifo && delaySeconds != 0) {
      throw SqsErrors.value(
          delaySeconds,
          "DelaySeconds",
          "The request include parameter that is not valid for this queue type.");
    }
    if (delaySeconds != null && (delaySeconds < 0 || delaySeconds > 900)) {
      throw SqsErrors.value(delaySeconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
    }
    attributes.forEach(Outgoing::checkAttribute);
    if (attributes.size() > 10) {
      throw SqsErrors.parameter(
          "Number of message attributes ["
              + attributes.size()
              + "] exceeds the allowed maximum"
              + " [10].");
    }
    systemAttributes.forEach(
        (name, value) -> {
          if (!name.equals("AWSTraceHeader") || !"String".equals(value.dataType())) {
            throw SqsErrors.parameter(
                "Message system attribute name '"
                    + name
                    + "' is invalid: only AWSTraceHeader of"
                    + " type String can be sent.");
          }
        });
    checkGroup(queue);
    return body;
  }

  private void checkGroup(Queue queue) {
    if (group != null && !ID.matcher(group).matches()) {
      throw SqsErrors.value(
          group,
          "MessageGroupId",
          "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in"
              + " length.");
    }
    if (!queue.fifo) {
      if (deduplicationId != null) {
        throw SqsErrors.value(
            deduplicationId,
            "MessageDeduplicationId",
            "The request includes a parameter that is not valid for this queue type.");
      }
      return;
    }
    if (group == null) {
      throw SqsErrors.missing("MessageGroupId");
    }
    if (deduplicationId != null && !ID.matcher(deduplicationId).matches()) {
      throw SqsErrors.value(
          deduplicationId,
          "MessageDeduplicationId",
          "MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to"
              + " 128 in length.");
    }
    if (deduplicationId == null
        && !"true".equals(queue.attributes.get("ContentBasedDeduplication"))) {
      throw SqsErrors.parameter(
          "The queue should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
  }

  private static void checkAttribute(String name, MessageAttributeValue value) {
    if (!ATTRIBUTE_NAME.matcher(name).matches()
        || name.startsWith(".")
        || name.endsWith(".")
        || name.contains("..")
        || name.regionMatches(true, 0, "AWS.", 0, 4)
        || name.regionMatches(true, 0, "Amazon.", 0, 7)) {
      throw SqsErrors.parameter(
          "Message (user) attribute name '" + name + "' is invalid or reserved.");
    }
    String type = value.dataType() == null ? "" : value.dataType();
    String base = type.contains(".") ? type.substring(0, type.indexOf('.')) : type;
    if (!BASE_TYPES.contains(base)) {
      throw SqsErrors.parameter(
          type.isEmpty()
              ? "The message attribute '"
                  + name
                  + "' must contain non-empty message attribute type."
              : "The message attribute '"
                  + name
                  + "' has an invalid message attribute type, the"
                  + " set of supported type prefixes is Binary, Number, and String.");
    }
    boolean empty =
        base.equals("Binary")
            ? value.binaryValue() == null || value.binaryValue().asByteArrayUnsafe().length == 0
            : value.stringValue() == null || value.stringValue().isEmpty();
    if (empty) {
      throw SqsErrors.parameter(
          "The message attribute '"
              + name
              + "' must contain non-empty message attribute value for"
              + " message attribute type '"
              + base
              + "'.");
    }
    if (!base.equals("Binary")) {
      checkCharacters(value.stringValue());
    }
    if (base.equals("Number")) {
      try {
        Double.parseDouble(value.stringValue());
      } catch (NumberFormatException invalid) {
        throw SqsErrors.parameter(
            "Can't cast the value of message (user) attribute '" + name + "' to a number.");
      }
    }
  }

  private static void checkCharacters(String text) {
    text.codePoints()
        .filter(
            point ->
                !(point == 0x9
                    || point == 0xA
                    || point == 0xD
                    || (point >= 0x20 && point <= 0xD7FF)
                    || (point >= 0xE000 && point <= 0xFFFD)
                    || point >= 0x10000))
        .findFirst()
        .ifPresent(
            point -> {
              throw SqsErrors.contents(point);
            });
  }
}
