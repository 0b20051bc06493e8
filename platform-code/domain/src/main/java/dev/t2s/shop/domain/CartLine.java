package dev.t2s.shop.domain;

/**
 * One product in a cart.
 *
 * @param sku the product
 * @param quantity how many
 * @param seenPrice what one cost when the customer put it there
 */
public record CartLine(String sku, int quantity, Money seenPrice) {

  /** The most of one product that a cart holds. */
  public static final int MAX_QUANTITY = 99;

  /** The most different products in a cart: an order is three items a line in one transaction. */
  public static final int MAX_LINES = 30;

  public CartLine {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      throw new IllegalArgumentException("A quantity is 1 to " + MAX_QUANTITY + ": " + quantity);
    }
  }
}
