package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** The attributes of a published message. */
final class MessageAttributes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private MessageAttributes() {}

  static void check(Map<String, MessageAttributeValue> attributes) {
    attributes.forEach(
        (name, value) -> {
          String type = value.dataType() == null ? "" : value.dataType();
          boolean known = type.matches("(String|Number|Binary)(\\..+)?");
          if (type.isEmpty()) {
            throw invalid(name, "must contain non-empty message attribute type.");
          }
          if (!known) {
            throw invalid(
                name,
                "has an invalid message attribute type, the set of supported type prefixes is"
                    + " Binary, Number, and String.");
          }
          boolean binary = type.startsWith("Binary");
          boolean empty =
              binary
                  ? value.binaryValue() == null
                  : value.stringValue() == null || value.stringValue().isEmpty();
          if (empty) {
            throw invalid(
                name,
                "must contain non-empty message attribute value for message attribute type '"
                    + type
                    + "'.");
          }
          if (type.startsWith("Number")) {
            checkNumber(name, value.stringValue());
          }
          if (type.equals("String.Array")) {
            checkArray(name, value.stringValue());
          }
        });
  }

  /** The same attributes as SQS takes them, for raw delivery. */
  static Map<String, software.amazon.awssdk.services.sqs.model.MessageAttributeValue> forSqs(
      Map<String, MessageAttributeValue> attributes) {
    return attributes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    software.amazon.awssdk.services.sqs.model.MessageAttributeValue.builder()
                        .dataType(entry.getValue().dataType())
                        .stringValue(entry.getValue().stringValue())
                        .binaryValue(entry.getValue().binaryValue())
                        .build()));
  }

  private static void checkNumber(String name, String value) {
    try {
      new BigDecimal(value); // As filter policies read it.
    } catch (NumberFormatException notNumber) {
      throw invalid(name, "could not be cast to a number: " + value);
    }
  }

  private static void checkArray(String name, String value) {
    try {
      if (!JSON.readTree(value).isArray()) {
        throw invalid(name, "must be a JSON array for message attribute type 'String.Array'.");
      }
    } catch (JsonProcessingException notJson) {
      throw invalid(name, "must be a JSON array for message attribute type 'String.Array'.");
    }
  }

  private static RuntimeException invalid(String name, String what) {
    return SnsErrors.invalid("The message attribute '" + name + "' " + what);
  }
}
