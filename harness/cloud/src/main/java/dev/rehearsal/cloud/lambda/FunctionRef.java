package dev.rehearsal.cloud.lambda;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a request names a function.
 *
 * @param name the function's name
 * @param qualifier a version, an alias or {@code $LATEST}; null where the request names none
 */
record FunctionRef(String name, @Nullable String qualifier) {

  static final String LATEST = "$LATEST";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\\d{12}:function:|\\d{12}:function:|function:)?"
              + "([a-zA-Z0-9-_]{1,140})(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

  /** Reads a name, a partial ARN or an ARN, each with or without a qualifier. */
  static FunctionRef parse(String text, @Nullable String qualifier) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw Errors.validation(
          "1 validation error detected: Value '"
              + text
              + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
              + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
    }
    String own = form.group(2);
    if (own != null && qualifier != null && !own.equals(qualifier)) {
      throw Errors.invalid(
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return new FunctionRef(form.group(1), own == null ? qualifier : own);
  }

  boolean latest() {
    return qualifier == null || qualifier.equals(LATEST);
  }
}
