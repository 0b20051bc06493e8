package dev.t2s.shop.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainTest {

  @Nested
  final class AMoney {

    @Test
    void isNeverNegative() {
      assertThrows(IllegalArgumentException.class, () -> new Money(-1, "EUR"));
    }

    @Test
    void addsOnlyItsOwnCurrency() {
      assertEquals(new Money(1500, "EUR"), new Money(1250, "EUR").plus(new Money(250, "EUR")));
      assertThrows(
          IllegalArgumentException.class, () -> new Money(1, "EUR").plus(new Money(1, "USD")));
    }

    @Test
    void overflowIsAnErrorAndNotAnotherAmount() {
      assertThrows(ArithmeticException.class, () -> new Money(Long.MAX_VALUE / 2, "EUR").times(3));
    }

    @ParameterizedTest
    @CsvSource({"1250,EUR,12.50 EUR", "5,EUR,0.05 EUR", "1250,JPY,1250 JPY"})
    void isShownWithItsCurrencysDigits(long amount, String currency, String shown) {
      assertEquals(shown, new Money(amount, currency).display());
    }
  }

  @Nested
  final class AQuote {
    private final Product mug =
        new Product("mug", "Mug", "", "featured", "", new Money(1250, "EUR"), 3);

    @Test
    void isThePriceOfTheShop() {
      Quote quote =
          Quote.of(List.of(new CartLine("mug", 2, new Money(1250, "EUR"))), Map.of("mug", mug));
      assertEquals(new Money(2500, "EUR"), assertInstanceOf(Quote.Priced.class, quote).total());
    }

    @Test
    void saysWhichPricesMoved() {
      Quote quote =
          Quote.of(List.of(new CartLine("mug", 2, new Money(1000, "EUR"))), Map.of("mug", mug));
      assertEquals(
          new Quote.PriceChanged(
              List.of(new Quote.Change("mug", new Money(1000, "EUR"), new Money(1250, "EUR")))),
          quote);
    }

    @Test
    void saysWhatIsGone() {
      Quote quote = Quote.of(List.of(new CartLine("cup", 1, new Money(1, "EUR"))), Map.of());
      assertEquals(new Quote.Gone(List.of("cup")), quote);
    }
  }

  @Nested
  final class AStockMove {

    @ParameterizedTest
    @EnumSource(StockMove.class)
    void takesFromOneCounterWhatItAddsToAnother(StockMove move) {
      assertNotEquals(move.from(), move.to());
    }

    @Test
    void startsWhereAnotherEnded() {
      assertEquals(StockMove.HOLD.after(), StockMove.SELL.before().orElseThrow());
      assertEquals(StockMove.HOLD.after(), StockMove.RELEASE.before().orElseThrow());
      assertEquals(StockMove.SELL.after(), StockMove.RESTOCK.before().orElseThrow());
      assertTrue(StockMove.HOLD.before().isEmpty());
    }
  }

  @Nested
  final class AnOrder {

    @Test
    void isSettledOnce() {
      assertTrue(OrderState.PENDING.canBecome(OrderState.CONFIRMED));
      assertFalse(OrderState.DECLINED.canBecome(OrderState.CONFIRMED));
      assertFalse(OrderState.FAILED.canBecome(OrderState.CONFIRMED));
    }

    @Test
    void isCancelledOnlyWhenPaid() {
      assertTrue(OrderState.CONFIRMED.canBecome(OrderState.CANCELLED));
      assertFalse(OrderState.PENDING.canBecome(OrderState.CANCELLED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " mug", "../mug", "a/b", "mug'", "<mug>"})
  void aSkuIsPlain(String text) {
    assertFalse(Product.isSku(text));
    assertTrue(Product.isSku("mug-1.blue_L"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 100})
  void aQuantityHasBounds(int quantity) {
    assertThrows(
        IllegalArgumentException.class, () -> new CartLine("mug", quantity, new Money(1, "EUR")));
  }
}
