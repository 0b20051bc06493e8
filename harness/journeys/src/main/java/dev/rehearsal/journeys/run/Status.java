package dev.rehearsal.journeys.run;

/** How a step or a journey ended. */
public enum Status {
  PASSED,
  FAILED,
  /** Not run: a step, because one before it failed; a journey, because its target can't show it. */
  SKIPPED
}
