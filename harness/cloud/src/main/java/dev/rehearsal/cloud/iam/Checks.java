package dev.rehearsal.cloud.iam;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What IAM checks of names, paths and numbers. */
final class Checks {

  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
  private static final Pattern PATH = Pattern.compile("/|/[\\x21-\\x7e]{1,510}/");

  private Checks() {}

  /** A name that was given, of at most {@code longest} characters. */
  static String name(String member, @Nullable String value, int longest) {
    if (value == null || value.isEmpty()) {
      throw IamErrors.validation(
          "1 validation error detected: Value null at '"
              + member
              + "' failed to satisfy constraint: Member must not be null");
    }
    if (value.length() > longest) {
      throw IamErrors.validation(
          "1 validation error detected: Value '"
              + value
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must have length less than or equal to "
              + longest);
    }
    if (!NAME.matcher(value).matches()) {
      throw IamErrors.validation(
          "The specified value for "
              + member
              + " is invalid. It must contain only alphanumeric characters and/or the following:"
              + " +=,.@_-");
    }
    return value;
  }

  /** A path, {@code /} by default. */
  static String path(@Nullable String path) {
    if (path == null || path.isEmpty()) {
      return "/";
    }
    if (!PATH.matcher(path).matches()) {
      throw IamErrors.validation(
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    return path;
  }

  /** How long a role's sessions may last, in seconds. */
  static int sessionDuration(@Nullable Integer seconds) {
    if (seconds == null) {
      return 3600;
    }
    if (seconds < 3600 || seconds > 43200) {
      throw IamErrors.validation(
          "1 validation error detected: Value '"
              + seconds
              + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value"
              + (seconds < 3600
                  ? " greater than or equal to 3600"
                  : " less than or equal to 43200"));
    }
    return seconds;
  }
}
