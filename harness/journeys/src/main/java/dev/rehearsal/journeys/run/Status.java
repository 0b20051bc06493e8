package dev.rehearsal.journeys.run;

/** How a step or a journey ended. */
public enum Status {
  PASSED,
  FAILED,
  /** Not run, because a step before it failed. */
  SKIPPED
}
