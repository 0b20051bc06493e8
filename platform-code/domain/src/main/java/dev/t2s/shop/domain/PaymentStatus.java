package dev.t2s.shop.domain;

/** What is known of an order's payment. */
public enum PaymentStatus {
  /** The provider did not answer in time, or not in a way that can be read. */
  UNKNOWN,
  CAPTURED,
  DECLINED,
  /** The provider has no charge for the order. */
  FAILED,
  /** Money was captured and must go back; the provider has not confirmed it yet. */
  REFUNDING,
  REFUNDED
}
