package dev.rehearsal.journeys.language;

import dev.rehearsal.journeys.findings.SourceSpan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is there before a journey starts: its own products and customers.
 *
 * @param products by the name the journey calls them
 * @param customers the names the journey calls its customers
 * @param visitors the names the journey calls those who come from an IP address of their own
 */
public record Given(Map<String, Product> products, List<String> customers, List<String> visitors) {

  /**
   * A product of the journey's own.
   *
   * @param price the price
   * @param available how many can be sold
   * @param title what the shop shows; null for the product's own name in the journey
   * @param category its category
   * @param at where it is written
   */
  public record Product(
      Money price, int available, @Nullable Template title, Template category, SourceSpan at) {}
}
