package dev.rehearsal.cloud.call;

import java.util.List;

/** What happened on the street so far, as far as it is still known. Thread-safe. */
@FunctionalInterface
public interface HopHistory {

  /**
   * What came after a point in the history.
   *
   * @param hops the hops, in the order of their end
   * @param next the point to ask from the next time
   */
  record Tail(List<Hop> hops, long next) {}

  /** The hops that came after the first {@code seen}. */
  Tail after(long seen);
}
