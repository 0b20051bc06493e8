package dev.rehearsal.cloud.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what shall go wrong. Whoever makes a hop asks once, just before, and does as the fault's
 * kind says. Thread-safe.
 */
@FunctionalInterface
public interface Faults {

  /** Nothing goes wrong. */
  Faults NONE = point -> null;

  /**
   * The fault that strikes a hop; null for none. Delays, restarts and the death of processes have
   * happened when this returns.
   */
  @Nullable Fault at(Point point);

  /**
   * A hop that is about to happen.
   *
   * @param kind what sort of hop it is
   * @param trace correlation id, and the hop that causes this one
   * @param from who acts, as {@link Hop#from}
   * @param to who is acted on, as {@link Hop#to}
   * @param action the operation, as {@link Hop#action}
   * @param resources the ARNs or addresses acted on
   */
  record Point(
      Hop.Kind kind, Trace trace, String from, String to, String action, List<String> resources) {}
}
