package dev.t2s.shop.domain;

/**
 * A product as the catalogue shows it.
 *
 * @param sku its key
 * @param name what customers read
 * @param description one or two sentences; may be empty
 * @param category where it is listed
 * @param image the path of its picture at the edge; may be empty
 * @param price what one costs
 * @param available how many can be bought now
 */
public record Product(
    String sku,
    String name,
    String description,
    String category,
    String image,
    Money price,
    long available) {

  /** Whether a text can be a SKU: 1 to 64 letters, digits, dots, dashes and underscores. */
  public static boolean isSku(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  }
}
