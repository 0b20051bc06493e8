package dev.rehearsal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreenRunsTest {

  /** What names one thing goes, what names one of the platform's resources stays. */
  @ParameterizedTest
  @CsvSource({
    "t2s-dev-products,t2s-dev-products",
    "GET /api/products/mug-wg538sjb,GET /api/products/…",
    "'t2s-dev-carts, t2s-dev-products','t2s-dev-carts, t2s-dev-products'",
    "GET /orders/ord_5v7ejq/cancel,GET /orders/…/cancel",
    "site index.html,site index.html",
  })
  void aNameOfOneThingIsLeftOut(String text, String shown) {
    assertEquals(shown, GreenRuns.nameless(text));
  }
}
