package dev.rehearsal.journeys.run;

/** Ends a step with the failure it carries. */
final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  StepFailed(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
