package dev.rehearsal.cloud.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter pattern over JSON events, such as <code>{ $.status = 500 &amp;&amp; $.user = "a*" }
 * </code>.
 */
record JsonPattern(Predicate<JsonNode> condition) implements FilterPattern {

  private static final ObjectMapper JSON = new ObjectMapper();

  static JsonPattern of(String text) {
    if (!text.endsWith("}")) {
      throw Errors.invalid("Invalid filter pattern");
    }
    Reader reader = new Reader(text.substring(1, text.length() - 1));
    Predicate<JsonNode> condition = reader.either();
    reader.end();
    return new JsonPattern(condition);
  }

  /** The value that a selector such as {@code $.order.items[0].sku} finds; null where none. */
  static @Nullable JsonNode select(JsonNode event, String selector) {
    JsonNode at = event;
    Matcher steps = Reader.STEP.matcher(selector.substring(1));
    int end = 0;
    while (steps.find() && steps.start() == end) {
      end = steps.end();
      at =
          steps.group(2) != null
              ? at.path(Integer.parseInt(steps.group(2)))
              : at.path(steps.group(1) == null ? steps.group(3) : steps.group(1));
    }
    return at.isMissingNode() ? null : at;
  }

  static @Nullable JsonNode read(String message) {
    if (!message.stripLeading().startsWith("{")) {
      return null;
    }
    try {
      return JSON.readTree(message);
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  @Override
  public boolean matches(String message) {
    JsonNode event = read(message);
    return event != null && condition.test(event);
  }

  /** Reads conditions by recursive descent. */
  private static final class Reader {

    static final Pattern STEP =
        Pattern.compile("\\.([\\w-]+)|\\[(\\d+)\\]|\\[[\"']([^\"']+)[\"']\\]");
    private static final Pattern TOKEN =
        Pattern.compile(
            "\\s*(\\(|\\)|&&|\\|\\||!=|<=|>=|=|<|>|\"(?:[^\"\\\\]|\\\\.)*\"|%[^%]+%"
                + "|\\$(?:\\.[\\w-]+|\\[[^\\]]+\\])*|[^\\s()=<>!&|]+)");

    private final Matcher tokens;
    private @Nullable String next;

    Reader(String text) {
      tokens = TOKEN.matcher(text.strip());
      advance();
    }

    private void advance() {
      next = tokens.lookingAt() ? tokens.group(1) : null;
      if (next == null && tokens.regionStart() != tokens.regionEnd()) {
        throw Errors.invalid("Invalid filter pattern");
      }
      if (next != null) {
        tokens.region(tokens.end(), tokens.regionEnd());
      }
    }

    private String take() {
      String taken = next;
      if (taken == null) {
        throw Errors.invalid("Invalid filter pattern");
      }
      advance();
      return taken;
    }

    void end() {
      if (next != null) {
        throw Errors.invalid("Invalid filter pattern");
      }
    }

    Predicate<JsonNode> either() {
      Predicate<JsonNode> left = both();
      while ("||".equals(next)) {
        advance();
        left = left.or(both());
      }
      return left;
    }

    private Predicate<JsonNode> both() {
      Predicate<JsonNode> left = single();
      while ("&&".equals(next)) {
        advance();
        left = left.and(single());
      }
      return left;
    }

    private Predicate<JsonNode> single() {
      if ("(".equals(next)) {
        advance();
        Predicate<JsonNode> inner = either();
        if (!take().equals(")")) {
          throw Errors.invalid("Invalid filter pattern");
        }
        return inner;
      }
      String selector = take();
      if (!selector.startsWith("$")) {
        throw Errors.invalid("Invalid filter pattern: " + selector + " is no selector");
      }
      String operator = take();
      if (operator.equals("NOT") && take().equals("EXISTS")) {
        return event -> select(event, selector) == null;
      }
      String value = take();
      check(operator, value);
      return event -> {
        JsonNode found = select(event, selector);
        return found != null && compare(found, operator, value);
      };
    }

    /** Finds mistakes when the pattern is put, not when the first event comes. */
    private static void check(String operator, String value) {
      boolean known =
          switch (operator) {
            case "=", "!=" -> true;
            case "<", ">", "<=", ">=" -> Double.isFinite(number(value));
            case "IS" -> Set.of("TRUE", "FALSE", "NULL").contains(value);
            default -> false;
          };
      if (!known) {
        throw Errors.invalid("Invalid filter pattern: " + operator + " " + value);
      }
    }

    private static boolean compare(JsonNode found, String operator, String value) {
      return switch (operator) {
        case "IS" ->
            switch (value) {
              case "TRUE" -> found.isBoolean() && found.booleanValue();
              case "FALSE" -> found.isBoolean() && !found.booleanValue();
              default -> found.isNull();
            };
        case "=" -> equal(found, value);
        case "!=" -> !equal(found, value);
        default -> found.isNumber() && ordered(found, operator, number(value));
      };
    }

    private static boolean ordered(JsonNode found, String operator, double value) {
      double left = found.doubleValue();
      return switch (operator) {
        case "<" -> left < value;
        case ">" -> left > value;
        case "<=" -> left <= value;
        default -> left >= value;
      };
    }

    private static boolean equal(JsonNode found, String value) {
      if (value.startsWith("%")) {
        return Pattern.compile(value.substring(1, value.length() - 1))
            .matcher(found.asText())
            .find();
      }
      if (value.startsWith("\"") || !found.isNumber()) {
        String text =
            value.startsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
        String regex = "\\Q" + text.replace("*", "\\E.*\\Q") + "\\E";
        return found.isValueNode()
            && Pattern.compile(regex, Pattern.DOTALL).matcher(found.asText()).matches();
      }
      return found.doubleValue() == number(value);
    }

    private static double number(String value) {
      try {
        return Double.parseDouble(value);
      } catch (NumberFormatException broken) {
        throw Errors.invalid("Invalid filter pattern: " + value + " is no number");
      }
    }
  }
}
