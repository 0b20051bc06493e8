package dev.t2s.shop.orders;

import dev.t2s.shop.domain.PaymentStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes payments. Every method works in its caller's transaction. */
public final class Payments {

  private Payments() {}

  /** Keeps what is known of an order's payment now. A null reference leaves the known one. */
  public static void keep(
      Connection sql, Order order, PaymentStatus status, @Nullable String reference)
      throws SQLException {
    try (PreparedStatement upsert =
        sql.prepareStatement(
            "insert into payments (order_id, status, provider_reference, amount, currency)"
                + " values (?, ?, ?, ?, ?) on conflict (order_id) do update"
                + " set status = excluded.status, updated_at = now(), provider_reference ="
                + " coalesce(excluded.provider_reference, payments.provider_reference)")) {
      upsert.setString(1, order.id());
      upsert.setString(2, status.name());
      upsert.setString(3, reference);
      upsert.setLong(4, order.total().amount());
      upsert.setString(5, order.total().currency());
      upsert.executeUpdate();
    }
  }

  /** Keeps that the outcome is unknown, unless something is known by now. */
  public static void keepUnknown(Connection sql, Order order) throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into payments (order_id, status, amount, currency)"
                + " values (?, 'UNKNOWN', ?, ?) on conflict (order_id) do nothing")) {
      insert.setString(1, order.id());
      insert.setLong(2, order.total().amount());
      insert.setString(3, order.total().currency());
      insert.executeUpdate();
    }
  }

  /** Keeps that the money went back. */
  public static void refunded(Connection sql, String orderId, @Nullable String reference)
      throws SQLException {
    try (PreparedStatement update =
        sql.prepareStatement(
            "update payments set status = 'REFUNDED', refund_reference = ?, updated_at = now()"
                + " where order_id = ? and status = 'REFUNDING'")) {
      update.setString(1, reference);
      update.setString(2, orderId);
      update.executeUpdate();
    }
  }

  /**
   * Notes an event of the provider.
   *
   * @return false where it was noted before
   */
  public static boolean firstTime(Connection sql, String eventId, String type, String orderId)
      throws SQLException {
    try (PreparedStatement insert =
        sql.prepareStatement(
            "insert into processed_events (id, type, order_id) values (?, ?, ?)"
                + " on conflict (id) do nothing")) {
      insert.setString(1, eventId);
      insert.setString(2, type);
      insert.setString(3, orderId);
      return insert.executeUpdate() == 1;
    }
  }
}
