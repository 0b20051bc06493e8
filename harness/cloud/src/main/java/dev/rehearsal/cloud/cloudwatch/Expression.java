package dev.rehearsal.cloud.cloudwatch;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Metric math: arithmetic over the results of other queries. Functions are not supported. */
final class Expression {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\\d+(?:\\.\\d+)?|[a-z][a-zA-Z0-9_]*|[-+*/()])\\s*");

  private final Matcher tokens;
  private final Map<String, TreeMap<Long, Double>> series;
  private final String text;
  private @Nullable String next;

  private Expression(String text, Map<String, TreeMap<Long, Double>> series) {
    this.text = text;
    this.series = series;
    this.tokens = TOKEN.matcher(text);
    advance();
  }

  /** A value at a point of time; null where a metric that it needs has none. */
  private interface Value {
    @Nullable Double at(long time);
  }

  static TreeMap<Long, Double> evaluate(String text, Map<String, TreeMap<Long, Double>> series) {
    Expression expression = new Expression(text, series);
    Value value = expression.sum();
    if (expression.next != null) {
      throw expression.broken();
    }
    Set<Long> times = new TreeSet<>();
    series.values().forEach(each -> times.addAll(each.keySet()));
    TreeMap<Long, Double> result = new TreeMap<>();
    for (long time : times) {
      Double at = value.at(time);
      if (at != null && Double.isFinite(at)) {
        result.put(time, at);
      }
    }
    return result;
  }

  private RuntimeException broken() {
    return Errors.validation(
        "Error in expression '"
            + text
            + "': the embedded CloudWatch reads +, -, *, /, brackets, numbers and ids of other"
            + " queries.");
  }

  private void advance() {
    if (tokens.regionStart() == tokens.regionEnd()) {
      next = null;
    } else if (tokens.lookingAt()) {
      next = tokens.group(1);
      tokens.region(tokens.end(), tokens.regionEnd());
    } else {
      throw broken();
    }
  }

  private Value sum() {
    Value left = product();
    while ("+".equals(next) || "-".equals(next)) {
      boolean plus = "+".equals(next);
      advance();
      left = both(left, product(), (a, b) -> plus ? a + b : a - b);
    }
    return left;
  }

  private Value product() {
    Value left = single();
    while ("*".equals(next) || "/".equals(next)) {
      boolean times = "*".equals(next);
      advance();
      left = both(left, single(), (a, b) -> times ? a * b : a / b);
    }
    return left;
  }

  private static Value both(
      Value left, Value right, java.util.function.DoubleBinaryOperator operator) {
    return time -> {
      Double a = left.at(time);
      Double b = right.at(time);
      return a == null || b == null ? null : operator.applyAsDouble(a, b);
    };
  }

  private Value single() {
    String token = next;
    if (token == null) {
      throw broken();
    }
    advance();
    if (token.equals("(")) {
      Value inner = sum();
      if (!")".equals(next)) {
        throw broken();
      }
      advance();
      return inner;
    }
    if (Character.isDigit(token.charAt(0))) {
      double number = Double.parseDouble(token);
      return time -> number;
    }
    TreeMap<Long, Double> of = series.get(token);
    if (of == null) {
      throw broken();
    }
    return of::get;
  }
}
