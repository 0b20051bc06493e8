package dev.rehearsal.gateway.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policy variables: {@code ${aws:username}}, {@code ${key, 'default'}}, {@code ${*}}. */
final class PolicyVariables {

  private PolicyVariables() {}

  /**
   * Puts a request's values in place of variables. What comes out is a pattern in which those
   * values, and {@code ${*}}, {@code ${?}}, {@code ${$}}, mean themselves.
   *
   * @return null where a variable has neither a single value nor a default: then nothing fits
   */
  static @Nullable String resolve(String text, RequestContext context) {
    int start = text.indexOf("${");
    if (start < 0) {
      return text;
    }
    StringBuilder resolved = new StringBuilder();
    int from = 0;
    while (start >= 0) {
      int end = text.indexOf('}', start);
      if (end < 0) {
        break;
      }
      resolved.append(text, from, start);
      String value = value(text.substring(start + 2, end).strip(), context);
      if (value == null) {
        return null;
      }
      resolved.append(Wildcards.literally(value));
      from = end + 1;
      start = text.indexOf("${", from);
    }
    return resolved.append(text.substring(from)).toString();
  }

  private static @Nullable String value(String variable, RequestContext context) {
    if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
      return variable;
    }
    int comma = variable.indexOf(',');
    String key = comma < 0 ? variable : variable.substring(0, comma).strip();
    List<String> given = context.values(key);
    if (given != null && given.size() == 1) {
      return given.get(0);
    }
    if (comma < 0) {
      return null;
    }
    String otherwise = variable.substring(comma + 1).strip();
    return otherwise.length() >= 2 && otherwise.startsWith("'") && otherwise.endsWith("'")
        ? otherwise.substring(1, otherwise.length() - 1)
        : null;
  }
}
