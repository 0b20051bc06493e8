package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;

/** The event that a function is invoked with for messages of a queue, and what it answers. */
final class SqsEvent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SqsEvent() {}

  static byte[] of(List<Message> messages, String queueArn) {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    messages.forEach(message -> records.add(record(message, queueArn)));
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static ObjectNode record(Message message, String queueArn) {
    ObjectNode record = JSON.createObjectNode();
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    ObjectNode attributes = record.putObject("attributes");
    message.attributesAsStrings().forEach(attributes::put);
    ObjectNode own = record.putObject("messageAttributes");
    message
        .messageAttributes()
        .forEach(
            (name, value) -> {
              ObjectNode attribute = own.putObject(name);
              if (value.stringValue() != null) {
                attribute.put("stringValue", value.stringValue());
              }
              if (value.binaryValue() != null) {
                attribute.put(
                    "binaryValue",
                    Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
              }
              attribute.putArray("stringListValues");
              attribute.putArray("binaryListValues");
              attribute.put("dataType", value.dataType());
            });
    if (message.md5OfMessageAttributes() != null) {
      record.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
    }
    record.put("md5OfBody", message.md5OfBody());
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", queueArn);
    record.put("awsRegion", queueArn.split(":", -1)[3]);
    return record;
  }

  /** What filter patterns see of a message: its body as JSON where it is JSON. */
  static JsonNode filterable(Message message, String queueArn) {
    ObjectNode record = record(message, queueArn);
    try {
      JsonNode body = JSON.readTree(message.body());
      if (body != null && body.isObject()) {
        record.set("body", body);
      }
    } catch (JsonProcessingException plainText) {
      // The body stays a string.
    }
    return record;
  }

  /**
   * The ids of the messages that a function reports as failed.
   *
   * @return empty where the answer is not as it must be: then all have failed
   */
  static Optional<Set<String>> failures(byte[] answer, List<Message> messages) {
    try {
      JsonNode document = answer.length == 0 ? null : JSON.readTree(answer);
      JsonNode failures = document == null ? null : document.get("batchItemFailures");
      if (failures == null || failures.isNull()) {
        return Optional.of(Set.of());
      }
      Set<String> known = new HashSet<>();
      messages.forEach(message -> known.add(message.messageId()));
      Set<String> failed = new HashSet<>();
      for (JsonNode failure : failures) {
        String id = failure.path("itemIdentifier").asText("");
        if (!known.contains(id)) {
          return Optional.empty();
        }
        failed.add(id);
      }
      return Optional.of(failed);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }
}
