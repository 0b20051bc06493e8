package dev.rehearsal.journeys.run;

/**
 * Is told what happens in a run: from many threads, one event at a time.
 *
 * <p>Whatever it throws ends the run.
 */
@FunctionalInterface
public interface RunListener {

  /** Takes an event. Must not block for long. */
  void on(RunEvent event);
}
