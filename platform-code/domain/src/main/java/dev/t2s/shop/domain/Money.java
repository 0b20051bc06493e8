package dev.t2s.shop.domain;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount of money.
 *
 * @param amount in minor units, for example cents; never negative
 * @param currency an ISO 4217 code
 */
public record Money(long amount, String currency) {

  public Money {
    if (amount < 0) {
      throw new IllegalArgumentException("An amount is never negative: " + amount);
    }
    if (!currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException("Not an ISO 4217 currency code: " + currency);
    }
  }

  /**
   * The sum.
   *
   * @throws IllegalArgumentException where the currencies differ
   * @throws ArithmeticException where it overflows
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "Cannot add " + other.currency + " to " + currency + ": convert first.");
    }
    return new Money(Math.addExact(amount, other.amount), currency);
  }

  /** The amount taken {@code quantity} times. */
  public Money times(int quantity) {
    return new Money(Math.multiplyExact(amount, (long) quantity), currency);
  }

  /** For people, for example {@code 12.50 EUR}. */
  public String display() {
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return BigDecimal.valueOf(amount, digits).toPlainString() + " " + currency;
  }
}
