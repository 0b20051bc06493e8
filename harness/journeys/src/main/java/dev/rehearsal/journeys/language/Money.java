package dev.rehearsal.journeys.language;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of money.
 *
 * @param minor the amount in the currency's smallest unit
 * @param currency the ISO 4217 code
 */
public record Money(long minor, String currency) {

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,4})?) ([A-Z]{3})");

  /** Reads {@code 12.50 EUR}; empty where it isn't that. */
  static Optional<Money> parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      int digits = Currency.getInstance(matcher.group(2)).getDefaultFractionDigits();
      long minor = new BigDecimal(matcher.group(1)).movePointRight(digits).longValueExact();
      return Optional.of(new Money(minor, matcher.group(2)));
    } catch (IllegalArgumentException | ArithmeticException notMoney) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return String.format(Locale.ROOT, "%s %s", BigDecimal.valueOf(minor, digits), currency);
  }
}
