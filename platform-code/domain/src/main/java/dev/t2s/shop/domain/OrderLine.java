package dev.t2s.shop.domain;

/**
 * One product in an order, at the price it was sold for.
 *
 * @param sku the product
 * @param name what it was called then
 * @param quantity how many
 * @param price what one cost
 */
public record OrderLine(String sku, String name, int quantity, Money price) {

  public Money total() {
    return price.times(quantity);
  }
}
