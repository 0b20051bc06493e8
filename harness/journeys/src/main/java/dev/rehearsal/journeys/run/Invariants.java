package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.inbox.Message;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.language.Given;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.PaymentProvider;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What must be true of the shop once it has come to rest, whatever went wrong: stock adds up, money
 * and orders agree, customers are told once, no secret has got out.
 */
final class Invariants {

  private static final Pattern SECRET = Pattern.compile("tok_(?:visa|mastercard|declined)");

  private record Order(String id, String state, String payment, @Nullable String charge) {}

  private final Walk walk;
  private final EmbeddedStage stage;
  private final @Nullable FaultSpec fault;
  private final List<String> broken = new ArrayList<>();

  /**
   * @param fault what went wrong in the journey; null for nothing
   */
  private Invariants(Walk walk, EmbeddedStage stage, @Nullable FaultSpec fault) {
    this.walk = walk;
    this.stage = stage;
    this.fault = fault;
  }

  /**
   * What does not hold of a journey's orders, products and customers now; nothing where all does.
   */
  static List<String> broken(Walk walk, EmbeddedStage stage, @Nullable FaultSpec fault) {
    Invariants invariants = new Invariants(walk, stage, fault);
    try {
      invariants.check();
    } catch (SQLException | SdkException noAnswer) {
      return List.of("orders and stock can be read: " + noAnswer.getMessage());
    }
    return invariants.broken;
  }

  private void check() throws SQLException {
    List<Hop> hops = walk.hops();
    Map<String, Order> orders = new HashMap<>();
    Map<String, Integer> sold = new HashMap<>();
    try (Connection sql = stage.database()) {
      for (String name : walk.journey().given().customers()) {
        read(sql, walk.customers().subject(name), orders, sold);
      }
      for (Order order : orders.values()) {
        require(count(sql, order.id()) == 0, "every outbox row of " + order.id() + " is sent");
      }
    }
    Set<String> asked = new LinkedHashSet<>(orders.keySet());
    hops.stream()
        .filter(hop -> hop.kind() == Hop.Kind.HTTP && hop.action().equals("POST /charges"))
        .forEach(hop -> asked.add(hop.facts().getOrDefault("idempotency-key", "")));
    asked.forEach(id -> money(id, orders.get(id)));
    orders.values().forEach(this::told);
    stock(sold);
    asked.forEach(this::holds);
    for (Hop hop : hops) {
      String all = hop.request() + " " + hop.response() + " " + hop.facts();
      require(!SECRET.matcher(all).find(), "no card token stands in the ledger (" + hop.id() + ")");
    }
  }

  private void require(boolean holds, String what) {
    if (!holds && !broken.contains(what)) {
      broken.add(what);
    }
  }

  private static void read(
      Connection sql, String customer, Map<String, Order> orders, Map<String, Integer> sold)
      throws SQLException {
    try (PreparedStatement select =
        sql.prepareStatement(
            "select o.id, o.state, p.status, p.provider_reference from orders o"
                + " left join payments p on p.order_id = o.id where o.customer = ?")) {
      select.setString(1, customer);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Order order =
              new Order(
                  row.getString(1),
                  row.getString(2),
                  String.valueOf(row.getString(3)),
                  row.getString(4));
          orders.put(order.id(), order);
        }
      }
    }
    try (PreparedStatement select =
        sql.prepareStatement(
            "select i.sku, sum(i.quantity) from orders o join order_items i on i.order_id = o.id"
                + " where o.customer = ? and o.state = 'CONFIRMED' group by i.sku")) {
      select.setString(1, customer);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sold.merge(row.getString(1), row.getInt(2), Integer::sum);
        }
      }
    }
  }

  private static int count(Connection sql, String order) throws SQLException {
    try (PreparedStatement select =
        sql.prepareStatement(
            "select count(*) from outbox where order_id = ? and sent_at is null")) {
      select.setString(1, order);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** One charge an order; captured money has a confirmed order, or goes back. */
  private void money(String id, @Nullable Order order) {
    List<PaymentProvider.Charge> charges = stage.payments().charges(id);
    long captured = charges.stream().filter(each -> each.status().equals("captured")).count();
    long kept = charges.stream().filter(each -> !each.status().equals("declined")).count();
    require(kept <= 1, "order " + id + " is charged once");
    if (order == null) {
      require(captured == 0, "captured money of " + id + " has an order");
      return;
    }
    switch (order.state()) {
      case "CONFIRMED" -> {
        require(captured == 1, "confirmed order " + id + " is paid");
        require(order.payment().equals("CAPTURED"), "confirmed order " + id + " has its payment");
      }
      case "CANCELLED" -> {
        require(captured == 0, "cancelled order " + id + " is refunded");
        require(order.payment().equals("REFUNDED"), "cancelled order " + id + " knows its refund");
      }
      case "PENDING" -> require(false, "order " + id + " comes to rest");
      default -> require(captured == 0, "order " + id + " that came to nothing keeps no money");
    }
  }

  /**
   * At least one message a channel; a second only where nobody knows whether the first went out.
   */
  private void told(Order order) {
    if (!order.state().equals("CONFIRMED")) {
      return;
    }
    for (Message.Channel channel : Message.Channel.values()) {
      long messages =
          stage.inbox().messages().stream()
              .filter(message -> message.channel() == channel)
              .filter(
                  message ->
                      message.subject().contains(order.id()) || message.text().contains(order.id()))
              .count();
      String what = channel.name().toLowerCase(java.util.Locale.ROOT) + " about " + order.id();
      require(messages >= 1, "the customer gets an " + what);
      require(messages <= (sendIsUnknown() ? 2 : 1), "the customer gets one " + what);
    }
  }

  private boolean sendIsUnknown() {
    if (fault == null) {
      return false;
    }
    String on = fault.on().text();
    return "notifications".equals(fault.by())
        || on.equals("ses -> inbox")
        || on.endsWith("lambda:notifications");
  }

  private void stock(Map<String, Integer> sold) {
    Map<String, Given.Product> products = walk.journey().given().products();
    for (Map.Entry<String, Given.Product> product : products.entrySet()) {
      String sku = walk.catalogue().sku(product.getKey());
      Map<String, AttributeValue> item =
          stage
              .client(DynamoDbClient.class)
              .getItem(
                  get ->
                      get.tableName(walk.outputs().table("products"))
                          .key(Map.of("sku", AttributeValue.fromS(sku)))
                          .consistentRead(true))
              .item();
      int available = number(item, "available");
      int held = number(item, "held");
      int gone = number(item, "sold");
      String counters = " of " + sku + " (" + available + ", " + held + ", " + gone + ")";
      require(
          restocked(product.getKey()) || available + held + gone == product.getValue().available(),
          "available + held + sold" + counters + " is " + product.getValue().available());
      require(available >= 0 && held >= 0 && gone >= 0, "no counter" + counters + " is negative");
      require(held == 0, "nothing" + counters + " stays held");
      require(
          gone == sold.getOrDefault(sku, 0),
          "what is sold" + counters + " is in orders: " + sold.getOrDefault(sku, 0));
    }
  }

  /** Whether the journey sets the stock itself. */
  private boolean restocked(String product) {
    return walk.journey().steps().stream()
        .anyMatch(
            step ->
                step instanceof Step.Products products
                    && products.changes().containsKey(product)
                    && products.changes().get(product).available() != null);
  }

  private static int number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? 0 : Integer.parseInt(value.n());
  }

  private void holds(String order) {
    boolean held =
        stage
            .client(DynamoDbClient.class)
            .query(
                query ->
                    query
                        .tableName(walk.outputs().table("reservations"))
                        .keyConditionExpression("orderId = :order")
                        .expressionAttributeValues(Map.of(":order", AttributeValue.fromS(order))))
            .items()
            .stream()
            .anyMatch(item -> AttributeValue.fromS("HELD").equals(item.get("status")));
    require(!held, "no stock stays reserved for " + order);
  }
}
