package dev.rehearsal.cloud.call;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at a hop.
 *
 * @param kind how it goes wrong
 * @param silence how long {@link Kind#TIMEOUT} keeps silent; null for the hop's own time, which is
 *     longer than its callers wait
 * @param code the code that {@link Kind#ERROR} is answered with; null for the hop's own
 * @param name who planned it, for example a journey's file and line
 */
public record Fault(Kind kind, @Nullable Duration silence, @Nullable String code, String name) {

  /** The kinds of fault. */
  public enum Kind {
    /** Refused with an error; nothing is done. */
    ERROR,
    /** Refused because there are too many; nothing is done. */
    THROTTLE,
    /** Done, but later. */
    LATENCY,
    /** Done, but the answer comes after the caller has given up. */
    TIMEOUT,
    /** The connection is cut; nothing is done. */
    RESET,
    /** Done, but the answer is lost. */
    DROP,
    /** Done twice. */
    DUPLICATE,
    /** Done after the next one of its sort. */
    REORDER,
    /** The process of the function that calls, or is called, ends; nothing is done. */
    KILL_FUNCTION,
    /** The database restarts before it is done. */
    RESTART_DATABASE,
    /** Refused as by an explicit deny in a policy; nothing is done. */
    DENY,
    /** The payment provider declines the card. */
    DECLINE,
    /** Done, but the payment provider's answer can't be read. */
    GARBAGE;

    /** The kind as plans and journeys write it, for example {@code kill-function}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What the ledger keeps of it: the kind, and the place that planned it. */
  @Override
  public String toString() {
    return kind.text() + " by " + name;
  }

  /** How long a timeout keeps silent. */
  public Duration silenceOr(Duration own) {
    return silence == null ? own : silence;
  }

  /** Keeps silent; returns early where the thread is interrupted. */
  public void keepSilent(Duration own) {
    try {
      Thread.sleep(silenceOr(own).toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
