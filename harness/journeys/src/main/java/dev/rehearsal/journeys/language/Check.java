package dev.rehearsal.journeys.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is expected of one value. */
public sealed interface Check {

  /**
   * Compares.
   *
   * @param actual the value; a missing node where there is none
   * @return what was expected, its references replaced; empty where {@code actual} is as expected
   */
  Optional<String> mismatch(JsonNode actual, Names names);

  private static boolean same(JsonNode expected, JsonNode actual) {
    return expected.isNumber() && actual.isNumber()
        ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
        : expected.equals(actual);
  }

  /** Equal to a value; numbers by value, whatever their scale. */
  record Is(Value value) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      JsonNode expected = value.resolve(names);
      return same(expected, actual) ? Optional.empty() : Optional.of(expected.toString());
    }
  }

  /** An object with these fields as expected; it may have others. */
  record Fields(Map<String, Check> checks) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      for (Map.Entry<String, Check> each : checks.entrySet()) {
        Optional<String> expected = each.getValue().mismatch(actual.path(each.getKey()), names);
        if (expected.isPresent()) {
          return Optional.of("`" + each.getKey() + "`: " + expected.get());
        }
      }
      return Optional.empty();
    }
  }

  /** A list of just these elements, in this order. */
  record Items(List<Check> checks) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      if (!actual.isArray() || actual.size() != checks.size()) {
        return Optional.of("a list of " + checks.size());
      }
      for (int i = 0; i < checks.size(); i++) {
        Optional<String> expected = checks.get(i).mismatch(actual.get(i), names);
        if (expected.isPresent()) {
          return Optional.of("[" + i + "]: " + expected.get());
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A text that holds a part, or a list that holds an element.
   *
   * @param part as it is written, looked for in texts
   * @param element the same with its type, looked for in lists: equal as {@link Is} is
   */
  record Contains(Template part, Value element) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      JsonNode wanted = actual.isArray() ? element.resolve(names) : part.value(names);
      boolean held = actual.isArray() ? holds(actual, wanted) : holds(actual, wanted.asText());
      return held ? Optional.empty() : Optional.of("contains " + wanted);
    }

    private static boolean holds(JsonNode list, JsonNode wanted) {
      for (JsonNode each : list) {
        if (same(wanted, each)) {
          return true;
        }
      }
      return false;
    }

    private static boolean holds(JsonNode actual, String wanted) {
      return !actual.isMissingNode()
          && (actual.isValueNode() ? actual.asText() : actual.toString()).contains(wanted);
    }
  }

  /** A text that a regular expression matches somewhere. */
  record Matches(Pattern pattern) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      return actual.isValueNode() && pattern.matcher(actual.asText()).find()
          ? Optional.empty()
          : Optional.of("matches " + pattern);
    }
  }

  /** Something, or nothing; null is something. */
  record Exists(boolean wanted) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      return actual.isMissingNode() != wanted
          ? Optional.empty()
          : Optional.of(wanted ? "something" : "nothing");
    }
  }

  /** A list or object of so many elements, or a text of so many characters. */
  record Size(int size) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      int is = actual.isTextual() ? actual.textValue().length() : actual.size();
      return !actual.isMissingNode() && is == size
          ? Optional.empty()
          : Optional.of("of size " + size);
    }
  }

  /** A number between bounds. */
  record Between(BigDecimal least, BigDecimal most) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      boolean within =
          actual.isNumber()
              && actual.decimalValue().compareTo(least) >= 0
              && actual.decimalValue().compareTo(most) <= 0;
      return within ? Optional.empty() : Optional.of("from " + least + " to " + most);
    }
  }

  /** Anything but. */
  record Not(Check check) implements Check {
    @Override
    public Optional<String> mismatch(JsonNode actual, Names names) {
      return check.mismatch(actual, names).isPresent()
          ? Optional.empty()
          : Optional.of("not " + check);
    }
  }
}
