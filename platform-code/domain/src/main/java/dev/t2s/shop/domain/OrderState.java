package dev.t2s.shop.domain;

/** Where an order stands. The orders database decides; stock and payment follow. */
public enum OrderState {
  /** Being paid for, or its payment's outcome is not known yet. */
  PENDING,
  /** Paid. */
  CONFIRMED,
  /** The card was declined. */
  DECLINED,
  /** Nothing was taken: no stock, or no payment came about. */
  FAILED,
  /** Called off by the customer after it was paid; the money goes back. */
  CANCELLED;

  public boolean canBecome(OrderState next) {
    return switch (this) {
      case PENDING -> next == CONFIRMED || next == DECLINED || next == FAILED;
      case CONFIRMED -> next == CANCELLED;
      case DECLINED, FAILED, CANCELLED -> false;
    };
  }
}
