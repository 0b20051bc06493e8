package dev.t2s.shop.payments;

/** What came of a charge. */
public sealed interface ChargeOutcome {

  /** The money is captured. */
  record Captured(String charge) implements ChargeOutcome {}

  /** The card was declined: nothing was captured. */
  record Declined(String code) implements ChargeOutcome {}

  /** The provider would not take the request: nothing was captured. */
  record Refused(int status) implements ChargeOutcome {}

  /** Nobody can tell: no answer in time, or none that can be read. */
  record Unknown(String why) implements ChargeOutcome {}
}
