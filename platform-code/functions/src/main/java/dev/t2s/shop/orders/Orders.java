package dev.t2s.shop.orders;

import dev.t2s.shop.domain.Money;
import dev.t2s.shop.domain.OrderLine;
import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.PaymentStatus;
import dev.t2s.shop.runtime.Customer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes orders. Every method works in its caller's transaction. */
public final class Orders {

  private static final String SELECT =
      "select o.id, o.customer, o.email, o.phone, o.idempotency_key, o.request_hash, o.state,"
          + " o.reason, o.total, o.currency, o.created_at, p.status, p.provider_reference"
          + " from orders o left join payments p on p.order_id = o.id ";

  private Orders() {}

  /** Puts a new order, unless its customer has used the key before. */
  public static boolean claim(Connection sql, Order order) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into orders (id, customer, email, phone, idempotency_key, request_hash, total,"
                + " currency) values (?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (customer, idempotency_key) do nothing")) {
      insert.setString(1, order.id());
      insert.setString(2, order.customer().id());
      insert.setString(3, order.customer().email());
      insert.setString(4, order.customer().phone());
      insert.setString(5, order.idempotencyKey());
      insert.setString(6, order.requestHash());
      insert.setLong(7, order.total().amount());
      insert.setString(8, order.total().currency());
      if (insert.executeUpdate() == 0) {
        return false;
      }
    }
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into order_items (order_id, position, sku, name, quantity, price)"
                + " values (?, ?, ?, ?, ?, ?)")) {
      int position = 0;
      for (OrderLine line : order.lines()) {
        insert.setString(1, order.id());
        insert.setInt(2, position++);
        insert.setString(3, line.sku());
        insert.setString(4, line.name());
        insert.setInt(5, line.quantity());
        insert.setLong(6, line.price().amount());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return true;
  }

  public static Optional<Order> byKey(Connection sql, String customer, String key)
      throws SQLException {
    return read(sql, "where o.customer = ? and o.idempotency_key = ?", customer, key).stream()
        .findFirst();
  }

  public static Optional<Order> byId(Connection sql, String id) throws SQLException {
    return read(sql, "where o.id = ?", id).stream().findFirst();
  }

  /** An order, locked until the transaction ends. */
  public static Optional<Order> lock(Connection sql, String id) throws SQLException {
    return read(sql, "where o.id = ? for update of o", id).stream().findFirst();
  }

  /** A customer's latest orders, the newest first. */
  public static List<Order> of(Connection sql, String customer, int most) throws SQLException {
    return read(
        sql, "where o.customer = ? order by o.created_at desc, o.id limit " + most, customer);
  }

  /** Orders that are pending since before a time. */
  public static List<Order> pendingSince(Connection sql, Instant before, int most)
      throws SQLException {
    return read(
        sql,
        "where o.state = 'PENDING' and o.created_at <= ? order by o.created_at limit " + most,
        Timestamp.from(before));
  }

  /** Orders whose money must go back. */
  public static List<Order> refunding(Connection sql, int most) throws SQLException {
    return read(sql, "where p.status = 'REFUNDING' order by p.updated_at limit " + most);
  }

  /** Moves a locked order on. */
  public static void move(Connection sql, Order order, OrderState next, String reason)
      throws SQLException {
    if (!order.state().canBecome(next)) {
      throw new IllegalStateException(
          "Order " + order.id() + " is " + order.state() + " and can't become " + next + ".");
    }
    try (PreparedStatement update =
        sql.prepareStatement(
            "update orders set state = ?, reason = ?, updated_at = now() where id = ?")) {
      update.setString(1, next.name());
      update.setString(2, reason.isEmpty() ? null : reason);
      update.setString(3, order.id());
      update.executeUpdate();
    }
  }

  /** Takes back a pending order of which nothing was taken or charged, and frees its key. */
  public static void forget(Connection sql, String id) throws SQLException {
    try (PreparedStatement delete =
        sql.prepareStatement("delete from orders where id = ? and state = 'PENDING'")) {
      delete.setString(1, id);
      delete.executeUpdate();
    }
  }

  private static List<Order> read(Connection sql, String where, Object... values)
      throws SQLException {
    List<Order> orders = new ArrayList<>();
    try (PreparedStatement select = sql.prepareStatement(SELECT + where)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          orders.add(order(row, List.of()));
        }
      }
    }
    List<Order> whole = new ArrayList<>(orders.size());
    for (Order order : orders) {
      whole.add(withLines(sql, order));
    }
    return whole;
  }

  private static Order order(ResultSet row, List<OrderLine> lines) throws SQLException {
    String payment = row.getString("status");
    return new Order(
        row.getString("id"),
        new Customer(row.getString("customer"), row.getString("email"), row.getString("phone")),
        row.getString("idempotency_key"),
        row.getString("request_hash"),
        OrderState.valueOf(row.getString("state")),
        row.getString("reason"),
        new Money(row.getLong("total"), row.getString("currency")),
        lines,
        payment == null ? null : PaymentStatus.valueOf(payment),
        row.getString("provider_reference"),
        row.getTimestamp("created_at").toInstant());
  }

  private static Order withLines(Connection sql, Order order) throws SQLException {
    List<OrderLine> lines = new ArrayList<>();
    try (PreparedStatement select =
        sql.prepareStatement(
            "select sku, name, quantity, price from order_items where order_id = ?"
                + " order by position")) {
      select.setString(1, order.id());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lines.add(
              new OrderLine(
                  row.getString("sku"),
                  row.getString("name"),
                  row.getInt("quantity"),
                  new Money(row.getLong("price"), order.total().currency())));
        }
      }
    }
    return new Order(
        order.id(),
        order.customer(),
        order.idempotencyKey(),
        order.requestHash(),
        order.state(),
        order.reason(),
        order.total(),
        List.copyOf(lines),
        order.payment(),
        order.charge(),
        order.placedAt());
  }
}
