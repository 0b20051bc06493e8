package dev.t2s.shop.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a cart costs by the shop's own prices, or why it can't be bought as it is. */
public sealed interface Quote {

  /** The cart can be bought. */
  record Priced(List<OrderLine> lines, Money total) implements Quote {}

  /** These products are not sold (any more). */
  record Gone(List<String> skus) implements Quote {}

  /** Prices moved since the customer saw them. */
  record PriceChanged(List<Change> changes) implements Quote {}

  /** The products have prices in different currencies. */
  record MixedCurrencies() implements Quote {}

  /** One price that moved. */
  record Change(String sku, Money was, Money now) {}

  /**
   * Prices a cart.
   *
   * @param cart at least one line
   * @param products the products of the cart by SKU
   */
  static Quote of(List<CartLine> cart, Map<String, Product> products) {
    List<String> gone = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    List<OrderLine> lines = new ArrayList<>();
    for (CartLine line : cart) {
      Product product = products.get(line.sku());
      if (product == null) {
        gone.add(line.sku());
        continue;
      }
      if (!product.price().equals(line.seenPrice())) {
        changes.add(new Change(line.sku(), line.seenPrice(), product.price()));
      }
      lines.add(new OrderLine(line.sku(), product.name(), line.quantity(), product.price()));
    }
    if (!gone.isEmpty()) {
      return new Gone(gone);
    }
    if (!changes.isEmpty()) {
      return new PriceChanged(changes);
    }
    if (lines.stream().map(line -> line.price().currency()).distinct().count() > 1) {
      return new MixedCurrencies();
    }
    Money total =
        lines.stream()
            .map(OrderLine::total)
            .reduce(Money::plus)
            .orElseThrow(() -> new IllegalArgumentException("An empty cart has no price."));
    return new Priced(List.copyOf(lines), total);
  }
}
