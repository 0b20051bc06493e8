package dev.rehearsal.report.html;

import java.time.Duration;
import java.util.Locale;

/** How values are shown. */
final class Shown {

  private static final int LONGEST = 6_000;

  private Shown() {}

  /** A body, cut where it is long. */
  static String body(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "\n\u2026 " + (text.length() - LONGEST) + " more characters";
  }

  static String time(Duration took) {
    long millis = took.toMillis();
    return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
