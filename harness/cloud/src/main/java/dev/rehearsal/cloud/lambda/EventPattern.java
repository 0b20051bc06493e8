package dev.rehearsal.cloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An event filter pattern of an event source mapping. */
final class EventPattern {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> RULES =
      Set.of(
          "prefix",
          "suffix",
          "anything-but",
          "numeric",
          "exists",
          "equals-ignore-case",
          "wildcard");

  private final JsonNode pattern;

  private EventPattern(JsonNode pattern) {
    this.pattern = pattern;
  }

  static EventPattern parse(String text) {
    try {
      JsonNode pattern = JSON.readTree(text);
      if (!pattern.isObject()) {
        throw Errors.invalid("Invalid filter pattern definition.");
      }
      check(pattern);
      return new EventPattern(pattern);
    } catch (JsonProcessingException broken) {
      throw Errors.invalid("Invalid filter pattern definition.");
    }
  }

  private static void check(JsonNode pattern) {
    for (Map.Entry<String, JsonNode> member : pattern.properties()) {
      JsonNode value = member.getValue();
      if (value.isObject()) {
        check(value);
      } else if (!value.isArray()) {
        throw Errors.invalid("Invalid filter pattern definition.");
      } else if (member.getKey().equals("$or")) {
        value.forEach(EventPattern::check);
      } else {
        value.forEach(EventPattern::checkRule);
      }
    }
  }

  private static void checkRule(JsonNode rule) {
    if (rule.isObject()) {
      String name = rule.size() == 1 ? rule.fieldNames().next() : "";
      if (!RULES.contains(name)) {
        throw Errors.invalid("Invalid filter pattern definition.");
      }
    }
  }

  boolean matches(JsonNode event) {
    return matches(pattern, event);
  }

  private static boolean matches(JsonNode pattern, @Nullable JsonNode event) {
    return pattern.properties().stream()
        .allMatch(
            member -> {
              JsonNode expected = member.getValue();
              if (member.getKey().equals("$or") && expected.isArray()) {
                return any(expected, each -> matches(each, event));
              }
              JsonNode found = event == null ? null : event.get(member.getKey());
              return expected.isObject()
                  ? matches(expected, found)
                  : any(expected, rule -> rule(rule, found));
            });
  }

  private static boolean any(JsonNode array, java.util.function.Predicate<JsonNode> test) {
    return StreamSupport.stream(array.spliterator(), false).anyMatch(test);
  }

  private static boolean rule(JsonNode rule, @Nullable JsonNode found) {
    if (rule.has("exists")) {
      return rule.get("exists").booleanValue() == (found != null && found.isValueNode());
    }
    if (found == null) {
      return false;
    }
    return found.isArray() ? any(found, each -> value(rule, each)) : value(rule, found);
  }

  private static boolean value(JsonNode rule, JsonNode found) {
    if (!rule.isObject()) {
      return rule.isNumber() && found.isNumber()
          ? rule.doubleValue() == found.doubleValue()
          : rule.equals(found);
    }
    String name = rule.fieldNames().next();
    JsonNode operand = rule.get(name);
    String text = found.asText();
    return switch (name) {
      case "prefix" -> found.isTextual() && text.startsWith(operand.asText());
      case "suffix" -> found.isTextual() && text.endsWith(operand.asText());
      case "equals-ignore-case" -> found.isTextual() && text.equalsIgnoreCase(operand.asText());
      case "wildcard" ->
          found.isTextual()
              && Pattern.matches("\\Q" + operand.asText().replace("*", "\\E.*\\Q") + "\\E", text);
      case "anything-but" ->
          operand.isArray() ? !any(operand, each -> value(each, found)) : !value(operand, found);
      default -> found.isNumber() && numeric(operand, found.doubleValue());
    };
  }

  private static boolean numeric(JsonNode conditions, double value) {
    for (int i = 0; i + 1 < conditions.size(); i += 2) {
      double limit = conditions.get(i + 1).doubleValue();
      boolean holds =
          switch (conditions.get(i).asText()) {
            case "=" -> value == limit;
            case "<" -> value < limit;
            case "<=" -> value <= limit;
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            default -> false;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }
}
