package dev.t2s.shop.sweeper;

import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.StockMove;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.orders.Orders;
import dev.t2s.shop.stock.Stock;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings orders to rest: pending ones whose payment the provider knows by now, refunds it has not
 * confirmed, and holds whose order is settled or gone.
 */
final class Sweeper {

  /** What a run did. */
  record Result(int settled, int refunds, int holds, int failed) {}

  private static final int MOST = 100;

  private final Shop shop;
  private final int graceSeconds;
  private int failed;

  Sweeper(Shop shop) {
    this.shop = shop;
    this.graceSeconds = shop.settings.number("PAYMENT_GRACE_SECONDS", 30);
  }

  Result sweep(Instant now) {
    failed = 0;
    int settled = settlePending(now);
    int refunds = finishRefunds();
    int holds = finishHolds(now);
    return new Result(settled, refunds, holds, failed);
  }

  private int settlePending(Instant now) {
    // Captured money is found at once; that there is none is believed only after the grace, when
    // no request can be on its way any more.
    Instant old = now.minusSeconds(graceSeconds);
    List<Order> pending =
        shop.database.transaction(
            sql -> Orders.pendingSince(sql, now.minusSeconds(Math.min(5, graceSeconds)), MOST));
    int settled = 0;
    for (Order order : pending) {
      try {
        Optional<String> charge = shop.provider.captured(order.id());
        if (charge.isPresent()) {
          shop.settlement.captured(order.id(), charge.get());
          settled++;
        } else if (!order.placedAt().isAfter(old)) {
          shop.settlement.failed(order.id(), "NO_PAYMENT");
          settled++;
        }
      } catch (IOException | RuntimeException failure) {
        fail("order not settled", failure, order.id());
      }
    }
    return settled;
  }

  private int finishRefunds() {
    int refunds = 0;
    for (Order order : shop.database.transaction(sql -> Orders.refunding(sql, MOST))) {
      Order now = shop.settlement.finish(order);
      if (now.payment() != order.payment()) {
        refunds++;
      } else {
        failed++;
      }
    }
    return refunds;
  }

  private int finishHolds(Instant now) {
    Map<String, Map<String, Integer>> byOrder = new HashMap<>();
    for (Stock.Expired hold : shop.stock.expiredHolds(now)) {
      byOrder
          .computeIfAbsent(hold.orderId(), any -> new HashMap<>())
          .put(hold.sku(), hold.quantity());
    }
    int holds = 0;
    for (Map.Entry<String, Map<String, Integer>> each : byOrder.entrySet()) {
      String id = each.getKey();
      try {
        Optional<Order> order = shop.database.transaction(sql -> Orders.byId(sql, id));
        if (order.isEmpty()) {
          shop.stock.move(StockMove.RELEASE, id, each.getValue(), List.of());
          holds++;
        } else if (order.get().state() != OrderState.PENDING) {
          shop.settlement.finish(order.get());
          holds++;
        }
      } catch (RuntimeException failure) {
        fail("hold not settled", failure, id);
      }
    }
    return holds;
  }

  private void fail(String what, Exception failure, String orderId) {
    shop.log.error(what, failure, "order", orderId);
    failed++;
  }
}
