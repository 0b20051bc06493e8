package dev.t2s.shop.catalog;

import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.runtime.OriginGuard;

/** The function of a shop under test. */
public final class CatalogFixture {

  private CatalogFixture() {}

  public static CatalogHandler handler(Shop shop) {
    return new CatalogHandler(
        shop.settings, new OriginGuard(shop.calls, shop.settings), shop.products);
  }
}
