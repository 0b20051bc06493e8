package dev.rehearsal.cloud.pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON pattern as AWS's event ruler reads it: every field must match, a field's list holds
 * alternatives, {@code $or} holds alternative patterns. Immutable.
 */
public final class EventPattern {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode pattern;

  private EventPattern(JsonNode pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException says what is wrong with it, in AWS's words where known
   */
  public static EventPattern parse(String document) {
    try {
      JsonNode pattern = JSON.readTree(document);
      if (!pattern.isObject()) {
        throw new IllegalArgumentException("Filter is not an object");
      }
      check(pattern);
      return new EventPattern(pattern);
    } catch (JsonProcessingException invalid) {
      throw new IllegalArgumentException("failed to parse JSON. " + invalid.getOriginalMessage());
    }
  }

  /** Whether an event fits this pattern. */
  public boolean matches(JsonNode event) {
    return matches(pattern, event);
  }

  /** How many fields have conditions, at any depth. */
  public int fields() {
    return count(pattern);
  }

  private static int count(JsonNode node) {
    if (node.isArray()) {
      return 1;
    }
    int fields = 0;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().equals("$or") && field.getValue().isArray()) {
        for (JsonNode alternative : field.getValue()) {
          fields += count(alternative);
        }
      } else {
        fields += count(field.getValue());
      }
    }
    return fields;
  }

  private static boolean matches(JsonNode pattern, JsonNode event) {
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      if (!fieldMatches(field.getKey(), field.getValue(), event)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fieldMatches(String name, JsonNode expected, JsonNode event) {
    if (isOr(name, expected)) {
      for (JsonNode alternative : expected) {
        if (matches(alternative, event)) {
          return true;
        }
      }
      return false;
    }
    JsonNode found = event.path(name);
    if (expected.isArray()) {
      return Conditions.anyMatches(expected, leaves(found));
    }
    if (found.isArray()) {
      for (JsonNode element : found) {
        if (matches(expected, element)) {
          return true;
        }
      }
      return false;
    }
    return matches(expected, found.isObject() ? found : MissingNode.getInstance());
  }

  private static List<JsonNode> leaves(JsonNode found) {
    List<JsonNode> leaves = new ArrayList<>();
    if (found.isArray()) {
      found.forEach(element -> leaves.addAll(leaves(element)));
    } else if (found.isValueNode()) {
      leaves.add(found);
    }
    return leaves;
  }

  private static boolean isOr(String name, JsonNode expected) {
    return name.equals("$or")
        && expected.isArray()
        && expected.size() > 1
        && expected.get(0).isObject();
  }

  private static void check(JsonNode pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("Empty objects are not allowed");
    }
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      JsonNode expected = field.getValue();
      if (isOr(field.getKey(), expected)) {
        expected.forEach(EventPattern::check);
      } else if (expected.isObject()) {
        check(expected);
      } else if (expected.isArray()) {
        Conditions.check(field.getKey(), expected);
      } else {
        throw new IllegalArgumentException(
            "\"" + field.getKey() + "\" must be an object or an array");
      }
    }
  }
}
