package dev.rehearsal.report.html;

import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.Status;
import java.time.Duration;
import java.util.Locale;

/**
 * How values are shown.
 *
 * @param longest how many characters of a value are shown
 */
record Shown(int longest) {

  private static final int OF_FAILED = 6_000;

  /** A report of a thousand steps stays small; the ledger has all of what passed. */
  private static final int OF_PASSED = 600;

  /** How values of a journey are shown. */
  static Shown of(JourneyResult result) {
    return new Shown(result.status() == Status.FAILED ? OF_FAILED : OF_PASSED);
  }

  /** A body, cut where it is long. */
  String body(String text) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest) + "\n\u2026 " + (text.length() - longest) + " more characters";
  }

  static String time(Duration took) {
    long millis = took.toMillis();
    return millis < 1_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
