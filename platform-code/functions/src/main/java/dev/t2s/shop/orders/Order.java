package dev.t2s.shop.orders;

import dev.t2s.shop.domain.Money;
import dev.t2s.shop.domain.OrderLine;
import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.PaymentStatus;
import dev.t2s.shop.runtime.Customer;
import dev.t2s.shop.runtime.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as the database has it.
 *
 * @param id its id
 * @param customer who placed it
 * @param idempotencyKey the key it was placed with
 * @param requestHash tells whether the key comes with the same request again
 * @param state where it stands
 * @param reason why it failed; null where it did not
 * @param total what it costs
 * @param lines what was bought
 * @param payment what is known of its payment; null before there is anything
 * @param charge the provider's reference; null where there is none
 * @param placedAt when it was placed
 */
public record Order(
    String id,
    Customer customer,
    String idempotencyKey,
    String requestHash,
    OrderState state,
    @Nullable String reason,
    Money total,
    List<OrderLine> lines,
    @Nullable PaymentStatus payment,
    @Nullable String charge,
    Instant placedAt) {

  /** The order as customers see it. */
  public Map<String, Object> toJson() {
    return Json.of(
        "id",
        id,
        "state",
        state.name(),
        "reason",
        reason,
        "total",
        money(total),
        "items",
        lines.stream().map(Order::line).toList(),
        "payment",
        payment == null ? null : Json.of("status", payment.name()),
        "placedAt",
        placedAt.toString());
  }

  public static Map<String, Object> money(Money money) {
    return Json.of("amount", money.amount(), "currency", money.currency());
  }

  private static Map<String, Object> line(OrderLine line) {
    return Json.of(
        "sku",
        line.sku(),
        "name",
        line.name(),
        "quantity",
        line.quantity(),
        "price",
        money(line.price()));
  }
}
