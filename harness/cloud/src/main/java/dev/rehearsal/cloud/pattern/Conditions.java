package dev.rehearsal.cloud.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The alternatives of one field: exact values, and the operators of AWS's event ruler. */
final class Conditions {

  private static final Set<String> OPERATORS =
      Set.of(
          "prefix",
          "suffix",
          "anything-but",
          "numeric",
          "exists",
          "cidr",
          "equals-ignore-case",
          "wildcard");
  private static final Set<String> COMPARISONS = Set.of("=", "<", "<=", ">", ">=");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]+");

  private Conditions() {}

  /**
   * Whether one of the alternatives fits one of the values.
   *
   * @param values the field's values; empty where the event has no such field
   */
  static boolean anyMatches(JsonNode alternatives, List<JsonNode> values) {
    for (JsonNode alternative : alternatives) {
      if (alternative.isObject() && alternative.has("exists")) {
        if (alternative.get("exists").asBoolean() != values.isEmpty()) {
          return true;
        }
      } else if (values.stream().anyMatch(value -> matches(alternative, value))) {
        return true;
      }
    }
    return false;
  }

  static void check(String field, JsonNode alternatives) {
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("Empty arrays are not allowed");
    }
    for (JsonNode alternative : alternatives) {
      if (alternative.isArray()) {
        throw new IllegalArgumentException(
            "Match value must be String, number, true, false, or null");
      }
      if (alternative.isObject()) {
        checkOperator(field, alternative);
      }
    }
  }

  private static void checkOperator(String field, JsonNode alternative) {
    if (alternative.size() != 1) {
      throw new IllegalArgumentException("Only one key allowed in match expression");
    }
    Map.Entry<String, JsonNode> operator = alternative.properties().iterator().next();
    JsonNode operand = operator.getValue();
    boolean valid =
        switch (operator.getKey()) {
          case "prefix", "suffix", "wildcard", "cidr", "equals-ignore-case" ->
              operand.isTextual() || (operand.isObject() && operand.has("equals-ignore-case"));
          case "exists" -> operand.isBoolean();
          case "numeric" -> comparisons(operand);
          case "anything-but" -> !operand.isNull() && !operand.isEmpty() || operand.isValueNode();
          default -> false;
        };
    if (!OPERATORS.contains(operator.getKey())) {
      throw new IllegalArgumentException("Unrecognized match type " + operator.getKey());
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "Value of " + operator.getKey() + " of \"" + field + "\" is invalid: " + operand);
    }
  }

  private static boolean comparisons(JsonNode operand) {
    if (!operand.isArray() || operand.isEmpty() || operand.size() % 2 != 0) {
      return false;
    }
    for (int i = 0; i < operand.size(); i += 2) {
      if (!COMPARISONS.contains(operand.get(i).asText()) || !operand.get(i + 1).isNumber()) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(JsonNode alternative, JsonNode value) {
    if (!alternative.isObject()) {
      return same(alternative, value);
    }
    Map.Entry<String, JsonNode> operator = alternative.properties().iterator().next();
    JsonNode operand = operator.getValue();
    return switch (operator.getKey()) {
      case "anything-but" -> anythingBut(operand, value);
      case "numeric" -> value.isNumber() && compares(operand, value.decimalValue());
      case "cidr" -> value.isTextual() && inBlock(operand.asText(), value.asText());
      default -> value.isTextual() && text(operator.getKey(), operand, value.asText());
    };
  }

  private static boolean text(String operator, JsonNode operand, String value) {
    boolean ignoreCase = operand.isObject();
    String expected = ignoreCase ? operand.path("equals-ignore-case").asText() : operand.asText();
    int length = expected.length();
    return switch (operator) {
      case "prefix" -> value.regionMatches(ignoreCase, 0, expected, 0, length);
      case "suffix" ->
          value.regionMatches(ignoreCase, value.length() - length, expected, 0, length);
      case "equals-ignore-case" -> value.equalsIgnoreCase(expected);
      case "wildcard" -> wildcard(expected).matcher(value).matches();
      default -> false;
    };
  }

  private static boolean anythingBut(JsonNode operand, JsonNode value) {
    if (operand.isArray()) {
      for (JsonNode excluded : operand) {
        if (same(excluded, value)) {
          return false;
        }
      }
      return true;
    }
    if (operand.isObject()) {
      Map.Entry<String, JsonNode> operator = operand.properties().iterator().next();
      if (operator.getValue().isArray()) {
        for (JsonNode excluded : operator.getValue()) {
          if (value.isTextual() && text(operator.getKey(), excluded, value.asText())) {
            return false;
          }
        }
        return true;
      }
      return !(value.isTextual() && text(operator.getKey(), operator.getValue(), value.asText()));
    }
    return !same(operand, value);
  }

  private static boolean same(JsonNode expected, JsonNode value) {
    if (expected.isNumber() && value.isNumber()) {
      return expected.decimalValue().compareTo(value.decimalValue()) == 0;
    }
    return expected.equals(value);
  }

  private static boolean compares(JsonNode comparisons, BigDecimal value) {
    for (int i = 0; i < comparisons.size(); i += 2) {
      int order = value.compareTo(comparisons.get(i + 1).decimalValue());
      boolean holds =
          switch (comparisons.get(i).asText()) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static Pattern wildcard(String expression) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < expression.length(); i++) {
      char each = expression.charAt(i);
      if (each == '\\' && i + 1 < expression.length()) {
        regex.append(Pattern.quote(String.valueOf(expression.charAt(++i))));
      } else {
        regex.append(each == '*' ? ".*" : Pattern.quote(String.valueOf(each)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static boolean inBlock(String block, String address) {
    int slash = block.indexOf('/');
    if (slash < 0 || !ADDRESS.matcher(address).matches()) {
      return false;
    }
    try {
      byte[] network = InetAddress.getByName(block.substring(0, slash)).getAddress();
      byte[] host = InetAddress.getByName(address).getAddress();
      int shift = network.length * 8 - Integer.parseInt(block.substring(slash + 1));
      return network.length == host.length
          && new BigInteger(1, network)
              .shiftRight(shift)
              .equals(new BigInteger(1, host).shiftRight(shift));
    } catch (UnknownHostException | NumberFormatException notAnAddress) {
      return false;
    }
  }
}
