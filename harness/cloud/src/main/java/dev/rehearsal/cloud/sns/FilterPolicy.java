package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.pattern.EventPattern;
import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Which of a topic's messages a subscription wants. */
record FilterPolicy(EventPattern pattern, boolean onBody) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_KEYS = 5;

  /**
   * Reads a policy.
   *
   * @param scope {@code MessageAttributes} or {@code MessageBody}
   */
  static FilterPolicy parse(String document, String scope) {
    try {
      EventPattern pattern = EventPattern.parse(document);
      if (pattern.fields() > MAX_KEYS) {
        throw SnsErrors.invalid("FilterPolicy: Filter policy can not have more than 5 keys");
      }
      return new FilterPolicy(pattern, scope.equals("MessageBody"));
    } catch (IllegalArgumentException invalid) {
      throw SnsErrors.invalid("FilterPolicy: " + invalid.getMessage());
    }
  }

  boolean accepts(String body, Map<String, MessageAttributeValue> attributes) {
    try {
      JsonNode event = onBody ? JSON.readTree(body) : event(attributes);
      return event.isObject() && pattern.matches(event);
    } catch (JsonProcessingException notJson) {
      return false;
    }
  }

  private static ObjectNode event(Map<String, MessageAttributeValue> attributes) {
    ObjectNode event = JSON.createObjectNode();
    attributes.forEach(
        (name, value) -> {
          String type = value.dataType();
          if (value.stringValue() == null) {
            return;
          }
          if (type.startsWith("Number")) {
            event.put(name, new BigDecimal(value.stringValue()));
          } else if (type.equals("String.Array")) {
            event.set(name, array(value.stringValue()));
          } else {
            event.put(name, value.stringValue());
          }
        });
    return event;
  }

  private static JsonNode array(String value) {
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException notJson) {
      return JSON.getNodeFactory().textNode(value);
    }
  }
}
