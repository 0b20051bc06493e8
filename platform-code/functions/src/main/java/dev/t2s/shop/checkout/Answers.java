package dev.t2s.shop.checkout;

import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.PaymentStatus;
import dev.t2s.shop.domain.Quote;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Problem;
import dev.t2s.shop.runtime.Response;
import dev.t2s.shop.stock.Stock;

/** What checkout answers. */
final class Answers {

  private Answers() {}

  static Response placed(Order order) {
    return switch (order.state()) {
      case CONFIRMED, CANCELLED ->
          Response.json(201, order.toJson()).with("location", "/api/orders/" + order.id());
      case PENDING -> pending(order);
      case DECLINED -> declined(order.id(), reason(order)).response();
      case FAILED -> failed(order);
    };
  }

  static Response pending(Order order) {
    return Response.json(202, order.toJson())
        .with("location", "/api/orders/" + order.id())
        .with("retry-after", "5");
  }

  /** The answer to a key that was used before. */
  static Response replay(Order order, String hash) {
    if (!order.requestHash().equals(hash)) {
      return Problem.of(
              422,
              "IDEMPOTENCY_KEY_REUSED",
              "The key belongs to another request",
              "This Idempotency-Key came with another body before. Take a new key.")
          .response();
    }
    boolean underWay =
        order.state() == OrderState.PENDING && order.payment() != PaymentStatus.UNKNOWN;
    Response answer =
        underWay
            ? Problem.conflict(
                    "IN_PROGRESS",
                    "The order is being placed",
                    "The first request with this key is not finished yet.")
                .with("order", order.id())
                .response()
            : placed(order);
    return answer.with("idempotency-replayed", "true");
  }

  static Problem declined(String orderId, String code) {
    return Problem.of(
            402, "CARD_DECLINED", "The card was declined", "Nothing was charged. Try another card.")
        .with("order", orderId, "decline", code);
  }

  static Problem notPriced(Quote quote) {
    if (quote instanceof Quote.PriceChanged changed) {
      return priceChanged()
          .with(
              "changes",
              changed.changes().stream()
                  .map(
                      change ->
                          Json.of(
                              "sku", change.sku(),
                              "was", Order.money(change.was()),
                              "now", Order.money(change.now())))
                  .toList());
    }
    if (quote instanceof Quote.Gone gone) {
      return outOfStock("Some products are not sold any more.").with("skus", gone.skus());
    }
    return Problem.invalid("The cart's products have prices in different currencies.");
  }

  static Problem notHeld(Stock.Refusal refusal) {
    if (refusal instanceof Stock.Refusal.OutOfStock out) {
      return outOfStock("There is not enough of " + out.sku() + ".")
          .with("sku", out.sku(), "available", out.available());
    }
    if (refusal instanceof Stock.Refusal.PriceMoved moved) {
      return priceChanged().with("sku", moved.sku(), "now", Order.money(moved.now()));
    }
    return outOfStock("A product is not sold any more.");
  }

  /** The reason that the order keeps. */
  static String reason(Stock.Refusal refusal) {
    return refusal instanceof Stock.Refusal.PriceMoved ? "PRICE_CHANGED" : "OUT_OF_STOCK";
  }

  private static Response failed(Order order) {
    return switch (reason(order)) {
      case "OUT_OF_STOCK" ->
          outOfStock("The order could not be filled.").with("order", order.id()).response();
      case "PRICE_CHANGED" -> priceChanged().with("order", order.id()).response();
      default ->
          Problem.of(
                  402,
                  "PAYMENT_FAILED",
                  "The payment did not come about",
                  "Nothing was charged. Order again with a new Idempotency-Key.")
              .with("order", order.id())
              .response();
    };
  }

  private static String reason(Order order) {
    String reason = order.reason();
    return reason == null ? "" : reason;
  }

  private static Problem outOfStock(String detail) {
    return Problem.conflict("OUT_OF_STOCK", "Out of stock", detail);
  }

  private static Problem priceChanged() {
    return Problem.conflict(
        "PRICE_CHANGED",
        "A price has changed",
        "Put the items in the cart again to accept the new prices.");
  }
}
