package dev.rehearsal.terraform.aws.rds;

import dev.rehearsal.terraform.provider.ProviderException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what AWS does in its own time. */
final class Waiting {

  private static final long FIRST_PAUSE = 20;
  private static final long LONGEST_PAUSE = 500;

  private Waiting() {}

  static void until(Duration patience, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new ProviderException("timeout while waiting for " + what);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new ProviderException("interrupted while waiting for " + what);
      }
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }
}
