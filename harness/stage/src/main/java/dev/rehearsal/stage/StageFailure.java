package dev.rehearsal.stage;

import org.jspecify.annotations.Nullable;

/** The stage could not be stood up. The message says what failed, and what to try. */
public final class StageFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StageFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
