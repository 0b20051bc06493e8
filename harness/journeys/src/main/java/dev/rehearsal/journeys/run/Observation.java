package dev.rehearsal.journeys.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at the stage's state.
 *
 * @param holds whether it is as expected
 * @param expected what was expected
 * @param seen what there was
 * @param near what came close: messages to others, other calls of the operation; the messages or
 *     calls themselves where it is as expected
 */
record Observation(boolean holds, String expected, String seen, List<String> near) {

  static Observation of(boolean holds, String expected, String seen) {
    return new Observation(holds, expected, seen, List.of());
  }

  /** Compares a number of things with what is expected; null expects at least one. */
  static boolean counts(int found, @Nullable Integer expected) {
    return expected == null ? found > 0 : found == expected;
  }

  /**
   * How many of something are expected.
   *
   * @param thing what one of them is called; more have an s at the end of its last word
   * @param which which of them, or an empty text
   * @param expected how many; null for at least one
   */
  static String wanted(String thing, String which, @Nullable Integer expected) {
    String number = expected == null ? "1 or more " : expected + " ";
    boolean one = expected != null && expected == 1;
    return number + thing + (one ? "" : "s") + (which.isEmpty() ? "" : " " + which);
  }
}
