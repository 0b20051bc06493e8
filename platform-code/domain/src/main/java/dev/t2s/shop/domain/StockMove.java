package dev.t2s.shop.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A move of stock between a product's three counters. Each takes from one what it adds to another,
 * so {@code available + held + sold} never changes.
 */
public enum StockMove {
  /** For an order that is being paid for. */
  HOLD(Counter.AVAILABLE, Counter.HELD, null, Reservation.HELD),
  /** The order is paid for. */
  SELL(Counter.HELD, Counter.SOLD, Reservation.HELD, Reservation.SOLD),
  /** The order came to nothing. */
  RELEASE(Counter.HELD, Counter.AVAILABLE, Reservation.HELD, Reservation.RELEASED),
  /** The order was cancelled after it was paid for. */
  RESTOCK(Counter.SOLD, Counter.AVAILABLE, Reservation.SOLD, Reservation.RETURNED);

  private final Counter from;
  private final Counter to;
  private final @Nullable Reservation before;
  private final Reservation after;

  StockMove(Counter from, Counter to, @Nullable Reservation before, Reservation after) {
    this.from = from;
    this.to = to;
    this.before = before;
    this.after = after;
  }

  public Counter from() {
    return from;
  }

  public Counter to() {
    return to;
  }

  /** What the reservation must be before the move; empty where there must be none. */
  public Optional<Reservation> before() {
    return Optional.ofNullable(before);
  }

  /** What the reservation is after the move. */
  public Reservation after() {
    return after;
  }

  /** Where a product's stock is counted. */
  public enum Counter {
    AVAILABLE("available"),
    HELD("held"),
    SOLD("sold");

    private final String attribute;

    Counter(String attribute) {
      this.attribute = attribute;
    }

    /** The counter's name on the product. */
    public String attribute() {
      return attribute;
    }
  }

  /** Where a reservation stands. */
  public enum Reservation {
    HELD,
    SOLD,
    RELEASED,
    RETURNED
  }
}
