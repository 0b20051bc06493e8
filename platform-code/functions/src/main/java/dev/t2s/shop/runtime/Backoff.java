package dev.t2s.shop.runtime;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts: exponential, with full jitter, so that rivals don't meet again. */
public final class Backoff {

  private Backoff() {}

  /**
   * Waits before the next attempt.
   *
   * @param attempt how many attempts were made, from 1
   */
  public static void pause(int attempt) {
    long most = Math.min(400, 25L << Math.min(attempt, 5));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(5, most + 1));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted between attempts.", interrupted);
    }
  }
}
