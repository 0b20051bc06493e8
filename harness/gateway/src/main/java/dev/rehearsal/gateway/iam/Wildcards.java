package dev.rehearsal.gateway.iam;

import java.util.Locale;

/** IAM's patterns: {@code *} is any run of characters, {@code ?} any one. */
final class Wildcards {

  private Wildcards() {}

  /** Whether the whole text fits the pattern; letters' case counts. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int restart = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        restart = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++restart;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  static boolean matchesIgnoringCase(String pattern, String text) {
    return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether an ARN fits a pattern: the first five parts each by itself, so that a {@code *} there
   * does not reach over a colon; the resource part as a whole.
   */
  static boolean matchesArn(String pattern, String arn) {
    if (pattern.equals("*")) {
      return true;
    }
    String[] wanted = pattern.split(":", 6);
    String[] given = arn.split(":", 6);
    if (wanted.length != 6 || given.length != 6) {
      return matches(pattern, arn);
    }
    for (int i = 0; i < 6; i++) {
      if (!matches(wanted[i], given[i])) {
        return false;
      }
    }
    return true;
  }
}
