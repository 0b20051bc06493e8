package dev.rehearsal.stage;

import java.util.Optional;

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

  /** This source under the name of the target that it stands the stage up on. */
  default StageSource named(String target) {
    StageSource stand = this;
    return new StageSource() {
      @Override
      public Stage open() throws Exception {
        return stand.open();
      }

      @Override
      public String target() {
        return target;
      }
    };
  }

  /** The name of the target that {@link #open} stands the stage up on. */
  default String target() {
    return "embedded";
  }

  /**
   * The same stage on another target.
   *
   * @throws StageFailure where there is no such target
   */
  default StageSource on(String target) {
    return this;
  }

  /** Why nothing shall run on this target here; empty where it can or must. */
  default Optional<String> absent() {
    return Optional.empty();
  }
}
