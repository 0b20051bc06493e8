package dev.t2s.shop.checkout;

import dev.t2s.shop.cart.Carts;
import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.PaymentStatus;
import dev.t2s.shop.domain.StockMove;
import dev.t2s.shop.orders.Database;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.orders.Orders;
import dev.t2s.shop.orders.Outbox;
import dev.t2s.shop.orders.Payments;
import dev.t2s.shop.payments.PaymentProvider;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.SignedCalls;
import dev.t2s.shop.stock.Stock;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The second half of an order's saga, the same for checkout, webhook and sweeper. The orders
 * database decides first, in one transaction; stock and money follow, and each step may be
 * repeated.
 */
public final class Settlement {

  private final Database database;
  private final Stock stock;
  private final Carts carts;
  private final PaymentProvider provider;
  private final SignedCalls calls;
  private final String relay;
  private final Log log;

  public Settlement(
      Database database,
      Stock stock,
      Carts carts,
      PaymentProvider provider,
      SignedCalls calls,
      String relay,
      Log log) {
    this.database = database;
    this.stock = stock;
    this.carts = carts;
    this.provider = provider;
    this.calls = calls;
    this.relay = relay;
    this.log = log;
  }

  /**
   * The provider captured the money: the order is confirmed, or the money goes back.
   *
   * @return the order as it is now
   */
  public Order captured(String orderId, String charge) {
    return finish(database.transaction(sql -> recordCapture(sql, orderId, charge)));
  }

  /** As {@link #captured}, in a transaction of the caller's; {@link #finish} must follow it. */
  public Order recordCapture(Connection sql, String orderId, String charge) throws SQLException {
    Order order = locked(sql, orderId);
    switch (order.state()) {
      case PENDING -> {
        Orders.move(sql, order, OrderState.CONFIRMED, "");
        Payments.keep(sql, order, PaymentStatus.CAPTURED, charge);
        Order confirmed = reread(sql, orderId);
        Outbox.put(sql, confirmed, Outbox.CONFIRMED);
        return confirmed;
      }
      case DECLINED, FAILED -> {
        if (order.payment() != PaymentStatus.REFUNDED) {
          Payments.keep(sql, order, PaymentStatus.REFUNDING, charge);
        }
        return reread(sql, orderId);
      }
      case CONFIRMED, CANCELLED -> {
        return order;
      }
    }
    throw new IllegalStateException("Unknown state " + order.state());
  }

  /** The card was declined: the order ends, its stock is free again. */
  public Order declined(String orderId, String reason) {
    return finish(
        database.transaction(
            sql -> recordEnd(sql, orderId, OrderState.DECLINED, PaymentStatus.DECLINED, reason)));
  }

  /** There will be no payment: the order ends, its stock is free again. */
  public Order failed(String orderId, String reason) {
    return finish(
        database.transaction(
            sql -> recordEnd(sql, orderId, OrderState.FAILED, PaymentStatus.FAILED, reason)));
  }

  /** The order ends before anything was held or charged. */
  public void ended(String orderId, String reason) {
    database.transaction(
        sql -> {
          Orders.move(sql, locked(sql, orderId), OrderState.FAILED, reason);
          return reason;
        });
  }

  /** As {@link #declined}, in a transaction of the caller's; {@link #finish} must follow it. */
  public Order recordEnd(
      Connection sql, String orderId, OrderState end, PaymentStatus payment, String reason)
      throws SQLException {
    Order order = locked(sql, orderId);
    if (order.state() != OrderState.PENDING) {
      return order;
    }
    Orders.move(sql, order, end, reason);
    Payments.keep(sql, order, payment, null);
    return reread(sql, orderId);
  }

  /** Nobody knows yet whether the money was captured: the stock stays held, the sweeper asks. */
  public void unknown(Order order) {
    database.transaction(
        sql -> {
          Payments.keepUnknown(sql, order);
          return order;
        });
  }

  /**
   * Cancels a confirmed order, in a transaction of the caller's; {@link #finish} must follow it.
   *
   * @param order locked
   */
  public Order recordCancellation(Connection sql, Order order) throws SQLException {
    Orders.move(sql, order, OrderState.CANCELLED, "");
    Payments.keep(sql, order, PaymentStatus.REFUNDING, null);
    Order cancelled = reread(sql, order.id());
    Outbox.put(sql, cancelled, Outbox.CANCELLED);
    return cancelled;
  }

  /**
   * Does what an order's state asks for outside the orders database. What fails here is logged and
   * left to the sweeper.
   *
   * @return the order as it is now
   */
  public Order finish(Order order) {
    try {
      switch (order.state()) {
        case CONFIRMED -> sell(order);
        case DECLINED, FAILED -> release(order);
        case CANCELLED -> restock(order);
        case PENDING -> {}
      }
    } catch (SdkException failure) {
      log.error("stock stays as it is until swept", failure, "order", order.id());
      kick();
      return order;
    }
    Order now = order.payment() == PaymentStatus.REFUNDING ? refund(order) : order;
    if (order.state() == OrderState.CONFIRMED || order.state() == OrderState.CANCELLED) {
      kick();
    }
    return now;
  }

  private void sell(Order order) {
    List<TransactWriteItem> cart =
        order.lines().stream()
            .map(line -> carts.removal(order.customer().id(), line.sku(), line.quantity()))
            .toList();
    if (stock.move(StockMove.SELL, order.id(), Stock.quantities(order.lines()), cart)) {
      // Exactly once an order: the move succeeds once.
      log.count("OrdersPlaced", 1);
    }
  }

  private void release(Order order) {
    stock.move(StockMove.RELEASE, order.id(), Stock.quantities(order.lines()), List.of());
  }

  private void restock(Order order) {
    var quantities = Stock.quantities(order.lines());
    if (!stock.move(StockMove.RESTOCK, order.id(), quantities, List.of())) {
      // Cancelled before its hold had become a sale, or restocked before.
      stock.move(StockMove.RELEASE, order.id(), quantities, List.of());
    }
  }

  private Order refund(Order order) {
    String charge = order.charge();
    if (charge == null) {
      throw new IllegalStateException("Order " + order.id() + " is to be refunded without charge.");
    }
    try {
      Optional<String> refund = provider.refund(order.id(), charge, order.total());
      return database.transaction(
          sql -> {
            Payments.refunded(sql, order.id(), refund.orElse(null));
            return reread(sql, order.id());
          });
    } catch (IOException | RuntimeException failure) {
      log.error("refund stays open until swept", failure, "order", order.id());
      return order;
    }
  }

  private void kick() {
    try {
      calls.invokeAsync(relay, "{}");
    } catch (IOException | RuntimeException failure) {
      log.warn("outbox-relay not kicked; its schedule will do", "error", failure.toString());
    }
  }

  private static Order locked(Connection sql, String orderId) throws SQLException {
    return Orders.lock(sql, orderId)
        .orElseThrow(() -> new IllegalStateException("There is no order " + orderId + "."));
  }

  private static Order reread(Connection sql, String orderId) throws SQLException {
    return Orders.byId(sql, orderId).orElseThrow();
  }
}
