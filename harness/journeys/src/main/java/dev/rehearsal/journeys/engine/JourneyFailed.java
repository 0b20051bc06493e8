package dev.rehearsal.journeys.engine;

/** A failed journey, for JUnit's reports: facts instead of a stack trace. */
final class JourneyFailed extends AssertionError {
  private static final long serialVersionUID = 1L;

  JourneyFailed(String facts) {
    super(facts);
    setStackTrace(new StackTraceElement[0]);
  }
}
