package dev.t2s.shop.payments;

import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.PaymentStatus;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.orders.Orders;
import dev.t2s.shop.orders.Payments;
import dev.t2s.shop.runtime.HttpFunction;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.OriginGuard;
import dev.t2s.shop.runtime.Problem;
import dev.t2s.shop.runtime.Request;
import dev.t2s.shop.runtime.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Hears from the payment provider. An event counts once, however often it is sent. */
public final class PaymentWebhookHandler extends HttpFunction {

  /** What Lambda calls. */
  public PaymentWebhookHandler() {
    this(Shop.ofProcess("payment-webhook"));
    warm();
  }

  PaymentWebhookHandler(Shop shop) {
    super(
        shop.log,
        new OriginGuard(shop.calls, shop.settings),
        Map.of("POST /webhooks/payments", request -> hear(request, shop)));
  }

  /** An event, read. */
  private record Event(
      String id, String type, String orderId, String charge, long amount, String currency) {}

  private static Response hear(Request request, Shop shop) {
    String signature = request.header("payment-signature").orElse("");
    if (!isSigned(request, signature, shop)) {
      throw Problem.of(
          401, "BAD_SIGNATURE", "The signature is not valid", "Sign \"t.body\" with the key.");
    }
    Event event = read(request.json());
    Optional<Order> changed =
        shop.database.transaction(
            sql ->
                Payments.firstTime(sql, event.id(), event.type(), event.orderId())
                    ? act(sql, event, shop)
                    : Optional.empty());
    changed.ifPresent(shop.settlement::finish);
    return Response.json(
        200, Json.of("received", true, "outcome", changed.isPresent() ? "applied" : "ignored"));
  }

  private static boolean isSigned(Request request, String signature, Shop shop) {
    if (WebhookSignature.isValid(
        signature, request.body(), shop.paymentSecret.field("webhookKey"), Instant.now())) {
      return true;
    }
    // The key may have been rotated.
    shop.paymentSecret.forget();
    return WebhookSignature.isValid(
        signature, request.body(), shop.paymentSecret.field("webhookKey"), Instant.now());
  }

  private static Event read(Json body) {
    Json charge = body.object("charge");
    return new Event(
        required(body.text("id"), "id"),
        required(body.text("type"), "type"),
        required(charge.text("order"), "charge.order"),
        required(charge.text("id"), "charge.id"),
        required(charge.number("amount"), "charge.amount"),
        required(charge.text("currency"), "charge.currency"));
  }

  private static <T> T required(Optional<T> value, String name) {
    return value.orElseThrow(() -> Problem.invalid("The event has no " + name + "."));
  }

  private static Optional<Order> act(Connection sql, Event event, Shop shop) throws SQLException {
    Order order = Orders.lock(sql, event.orderId()).orElse(null);
    if (order == null) {
      return Optional.empty();
    }
    if (event.amount() != order.total().amount()
        || !event.currency().equals(order.total().currency())) {
      throw Problem.of(
          422,
          "WRONG_AMOUNT",
          "The amount is not the order's",
          "Order " + order.id() + " differs.");
    }
    return switch (event.type()) {
      case "charge.captured" ->
          Optional.of(shop.settlement.recordCapture(sql, order.id(), event.charge()));
      case "charge.failed" ->
          Optional.of(
              shop.settlement.recordEnd(
                  sql, order.id(), OrderState.DECLINED, PaymentStatus.DECLINED, "charge_failed"));
      case "charge.refunded" ->
          order.state() == OrderState.CONFIRMED
              ? Optional.of(shop.settlement.recordCancellation(sql, order))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
