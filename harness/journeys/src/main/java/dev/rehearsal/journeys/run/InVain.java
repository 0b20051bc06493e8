package dev.rehearsal.journeys.run;

/** Ends the waiting for what can never be seen: the look itself asks for what there is not. */
final class InVain extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Observation seen;

  InVain(Observation seen) {
    super(seen.seen());
    this.seen = seen;
  }

  Observation seen() {
    return seen;
  }
}
