package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened on the street, hop by hop. Thread-safe. */
public final class Ledger implements HopSink {

  private final Deque<Hop> hops = new ArrayDeque<>();
  private final int capacity;

  /**
   * @param capacity how many hops are kept in memory; the oldest go first
   */
  public Ledger(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public void accept(Hop hop) {
    synchronized (hops) {
      if (hops.size() == capacity) {
        hops.removeFirst();
      }
      hops.addLast(hop);
    }
  }

  /** Every hop kept, in the order of their end. */
  public List<Hop> hops() {
    synchronized (hops) {
      return List.copyOf(hops);
    }
  }

  /** The hops of one correlation id. */
  public List<Hop> hops(String root) {
    return hops().stream().filter(hop -> hop.trace().root().equals(root)).toList();
  }
}
