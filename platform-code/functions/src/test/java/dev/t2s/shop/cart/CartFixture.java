package dev.t2s.shop.cart;

import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.runtime.OriginGuard;

/** The function of a shop under test. */
public final class CartFixture {

  private CartFixture() {}

  public static CartHandler handler(Shop shop) {
    return new CartHandler(
        shop.settings, new OriginGuard(shop.calls, shop.settings), shop.carts, shop.products);
  }
}
