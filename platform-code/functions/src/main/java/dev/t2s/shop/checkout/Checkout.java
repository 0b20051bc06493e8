package dev.t2s.shop.checkout;

import dev.t2s.shop.cart.Carts;
import dev.t2s.shop.catalog.Products;
import dev.t2s.shop.domain.CartLine;
import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.Quote;
import dev.t2s.shop.orders.Database;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.orders.Orders;
import dev.t2s.shop.payments.ChargeOutcome;
import dev.t2s.shop.payments.PaymentProvider;
import dev.t2s.shop.runtime.Customer;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Problem;
import dev.t2s.shop.runtime.Response;
import dev.t2s.shop.runtime.Unavailable;
import dev.t2s.shop.stock.Stock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Places orders: the first half of the saga. */
final class Checkout {

  /** What a customer asks for. */
  record Ask(Customer customer, String key, String hash, String token) {}

  private final Database database;
  private final Products products;
  private final Carts carts;
  private final Stock stock;
  private final PaymentProvider provider;
  private final Settlement settlement;
  private final Log log;

  Checkout(
      Database database,
      Products products,
      Carts carts,
      Stock stock,
      PaymentProvider provider,
      Settlement settlement,
      Log log) {
    this.database = database;
    this.products = products;
    this.carts = carts;
    this.stock = stock;
    this.provider = provider;
    this.settlement = settlement;
    this.log = log;
  }

  Response place(Ask ask) {
    List<CartLine> cart = carts.lines(ask.customer().id());
    if (cart.isEmpty()) {
      return replayOr(ask, Problem.invalid("The cart is empty."));
    }
    Quote quote = Quote.of(cart, products.bySkus(cart.stream().map(CartLine::sku).toList()));
    if (!(quote instanceof Quote.Priced priced)) {
      return replayOr(ask, Answers.notPriced(quote));
    }
    Order order =
        new Order(
            OrderIds.next(),
            ask.customer(),
            ask.key(),
            ask.hash(),
            OrderState.PENDING,
            null,
            priced.total(),
            priced.lines(),
            null,
            null,
            Instant.now());
    Order claimed =
        database.transaction(
            sql ->
                Orders.claim(sql, order)
                    ? order
                    : Orders.byKey(sql, ask.customer().id(), ask.key()).orElse(order));
    if (!claimed.id().equals(order.id())) {
      return Answers.replay(claimed, ask.hash());
    }
    log.info("order pending", "order", order.id());
    return hold(order).map(Problem::response).orElseGet(() -> charge(order, ask.token()));
  }

  /** The key may be of an order that was placed before, whatever the cart is now. */
  private Response replayOr(Ask ask, Problem problem) {
    return database
        .transaction(sql -> Orders.byKey(sql, ask.customer().id(), ask.key()))
        .map(order -> Answers.replay(order, ask.hash()))
        .orElseGet(problem::response);
  }

  private Optional<Problem> hold(Order order) {
    Optional<Stock.Refusal> refusal;
    try {
      refusal = stock.hold(order.id(), order.lines());
    } catch (SdkException failure) {
      log.error("stock not held", failure, "order", order.id());
      abandon(order);
      return Optional.of(Problem.unavailable("Nothing was charged. Try again in a moment."));
    }
    return refusal.map(
        why -> {
          settlement.ended(order.id(), Answers.reason(why));
          return Answers.notHeld(why);
        });
  }

  /**
   * Gives the key back. A hold that arrives late all the same has no order: the sweeper frees it.
   */
  private void abandon(Order order) {
    try {
      database.transaction(
          sql -> {
            Orders.forget(sql, order.id());
            return order;
          });
    } catch (Unavailable alsoDown) {
      log.error("order stays pending until swept", alsoDown, "order", order.id());
    }
  }

  private Response charge(Order order, String token) {
    ChargeOutcome outcome = provider.charge(order.id(), order.total(), token);
    log.info(
        "charged",
        "order",
        order.id(),
        "outcome",
        outcome.getClass().getSimpleName(),
        "why",
        outcome instanceof ChargeOutcome.Unknown unknown ? unknown.why() : null);
    try {
      if (outcome instanceof ChargeOutcome.Captured captured) {
        return Answers.placed(settlement.captured(order.id(), captured.charge()));
      } else if (outcome instanceof ChargeOutcome.Declined declined) {
        settlement.declined(order.id(), declined.code());
        return Answers.declined(order.id(), declined.code()).response();
      } else if (outcome instanceof ChargeOutcome.Refused) {
        settlement.failed(order.id(), "PAYMENT_UNAVAILABLE");
        return Problem.unavailable("Nothing was charged. Try again later.").response();
      }
      settlement.unknown(order);
    } catch (Unavailable databaseDown) {
      log.error("order stays pending until swept", databaseDown, "order", order.id());
      if (outcome instanceof ChargeOutcome.Declined declined) {
        return Answers.declined(order.id(), declined.code()).response();
      }
    }
    return Answers.pending(order);
  }
}
