package dev.rehearsal.stage;

/**
 * Stands a stage up for a run of journeys.
 *
 * <p>A JUnit Platform run finds its source with {@link java.util.ServiceLoader}; the command line
 * hands one over.
 */
@FunctionalInterface
public interface StageSource {

  /**
   * Stands the stage up, once a run, when its first journey is about to start. The run closes it.
   *
   * @throws Exception where the stage can't be stood up; the message says what failed and what to
   *     try
   */
  Stage open() throws Exception;
}
