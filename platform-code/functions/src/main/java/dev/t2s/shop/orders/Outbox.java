package dev.t2s.shop.orders;

import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.TraceHeader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events that wait to be published, written in the transaction that makes them true. */
public final class Outbox {

  /** An event that waits. */
  public record Row(
      long id,
      String eventId,
      String orderId,
      String type,
      String payload,
      @Nullable String trace) {}

  public static final String CONFIRMED = "OrderConfirmed";
  public static final String CANCELLED = "OrderCancelled";

  private Outbox() {}

  /** Puts an event of an order, with the trace of this invocation. */
  public static void put(Connection sql, Order order, String type) throws SQLException {
    String eventId = UUID.randomUUID().toString();
    var payload = Json.of("eventId", eventId, "type", type);
    payload.put("order", order.toJson());
    payload.put(
        "customer",
        Json.of(
            "id", order.customer().id(),
            "email", order.customer().email(),
            "phone", order.customer().phone()));
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into outbox (event_id, order_id, type, payload, trace_header)"
                + " values (?, ?, ?, ?, ?)")) {
      insert.setString(1, eventId);
      insert.setString(2, order.id());
      insert.setString(3, type);
      insert.setString(4, Json.write(payload));
      insert.setString(5, TraceHeader.current().orElse(null));
      insert.executeUpdate();
    }
  }

  /** The oldest unsent events that no other relay holds; locked until the transaction ends. */
  public static List<Row> take(Connection sql, int most) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        sql.prepareStatement(
            "select id, event_id, order_id, type, payload, trace_header from outbox"
                + " where sent_at is null order by id limit ? for update skip locked")) {
      select.setInt(1, most);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6)));
        }
      }
    }
    return rows;
  }

  public static void markSent(Connection sql, long id) throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement("update outbox set sent_at = now() where id = ?")) {
      update.setLong(1, id);
      update.executeUpdate();
    }
  }
}
