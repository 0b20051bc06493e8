package dev.rehearsal.journeys.run;

import java.util.List;

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
  static boolean counts(int found, @org.jspecify.annotations.Nullable Integer expected) {
    return expected == null ? found > 0 : found == expected;
  }

  static String wanted(String things, @org.jspecify.annotations.Nullable Integer expected) {
    return (expected == null ? "1 or more " : expected + " ") + things;
  }
}
