package dev.t2s.shop.stock;

import static dev.t2s.shop.runtime.Attributes.n;
import static dev.t2s.shop.runtime.Attributes.number;
import static dev.t2s.shop.runtime.Attributes.s;
import static dev.t2s.shop.runtime.Attributes.text;

import dev.t2s.shop.domain.Money;
import dev.t2s.shop.domain.OrderLine;
import dev.t2s.shop.domain.StockMove;
import dev.t2s.shop.runtime.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Moves stock. A move changes all of an order's products and reservations in one transaction, so an
 * order's stock is never half moved, and a move that was made is not made again.
 */
public final class Stock {

  /** Why stock could not be held. */
  public sealed interface Refusal {
    /** There is less than wanted. */
    record OutOfStock(String sku, long available) implements Refusal {}

    /** The price moved after the order was priced. */
    record PriceMoved(String sku, Money now) implements Refusal {}

    /** The product went out of the catalogue. */
    record Gone(String sku) implements Refusal {}
  }

  /** A reservation that is past its time. */
  public record Expired(String orderId, String sku, int quantity) {}

  private final DynamoDbClient dynamoDb;
  private final Transactions transactions;
  private final String products;
  private final String reservations;
  private final int holdSeconds;

  public Stock(DynamoDbClient dynamoDb, Settings settings) {
    this.dynamoDb = dynamoDb;
    this.transactions = new Transactions(dynamoDb);
    this.products = settings.required("PRODUCTS_TABLE");
    this.reservations = settings.required("RESERVATIONS_TABLE");
    this.holdSeconds = settings.number("HOLD_SECONDS", 60);
  }

  /**
   * Holds stock for an order, at the prices it was priced at.
   *
   * @return why it can't be held; empty where it is held, also by an earlier attempt
   */
  public Optional<Refusal> hold(String orderId, List<OrderLine> lines) {
    List<TransactWriteItem> items = new ArrayList<>();
    long expires = Instant.now().getEpochSecond() + holdSeconds;
    for (OrderLine line : lines) {
      items.add(
          TransactWriteItem.builder()
              .put(
                  Put.builder()
                      .tableName(reservations)
                      .item(
                          Map.of(
                              "orderId", s(orderId),
                              "sku", s(line.sku()),
                              "quantity", n(line.quantity()),
                              "status", s(StockMove.HOLD.after().name()),
                              "expiresAt", n(expires)))
                      .conditionExpression("attribute_not_exists(orderId)")
                      .build())
              .build());
      items.add(counters(StockMove.HOLD, line.sku(), line.quantity(), line.price()));
    }
    List<CancellationReason> reasons = transactions.write(items).orElse(List.of());
    for (int i = 0; i < reasons.size(); i += 2) {
      if (Transactions.isCondition(reasons.get(i))) {
        return Optional.empty();
      }
    }
    for (int i = 1; i < reasons.size(); i += 2) {
      if (Transactions.isCondition(reasons.get(i))) {
        return Optional.of(refusal(lines.get(i / 2), reasons.get(i)));
      }
    }
    return Optional.empty();
  }

  /**
   * Moves an order's stock on.
   *
   * @param quantities the order's quantities by SKU
   * @param with further writes of the same transaction, left out where their conditions don't hold
   * @return whether it was moved now; false where the reservations are not what the move starts
   *     from
   */
  public boolean move(
      StockMove move,
      String orderId,
      Map<String, Integer> quantities,
      List<TransactWriteItem> with) {
    List<TransactWriteItem> items = new ArrayList<>();
    quantities.forEach(
        (sku, quantity) -> {
          items.add(reservation(move, orderId, sku));
          items.add(counters(move, sku, quantity, null));
        });
    int own = items.size();
    items.addAll(with);
    Optional<List<CancellationReason>> reasons = transactions.write(items);
    if (reasons.isEmpty()) {
      return true;
    }
    if (reasons.get().stream().limit(own).anyMatch(Transactions::isCondition)) {
      return false;
    }
    return move(move, orderId, quantities, List.of());
  }

  /** Quantities by SKU. */
  public static Map<String, Integer> quantities(List<OrderLine> lines) {
    Map<String, Integer> quantities = new HashMap<>();
    lines.forEach(line -> quantities.put(line.sku(), line.quantity()));
    return quantities;
  }

  /** Holds whose time is over at a moment. */
  public List<Expired> expiredHolds(Instant at) {
    List<Expired> expired = new ArrayList<>();
    Map<String, AttributeValue> from = Map.of();
    do {
      Map<String, AttributeValue> start = from;
      QueryResponse page =
          dynamoDb.query(
              query ->
                  query
                      .tableName(reservations)
                      .indexName("status-expiry")
                      .keyConditionExpression("#status = :held and expiresAt <= :at")
                      .expressionAttributeNames(Map.of("#status", "status"))
                      .expressionAttributeValues(
                          Map.of(
                              ":held", s(StockMove.HOLD.after().name()),
                              ":at", n(at.getEpochSecond())))
                      .exclusiveStartKey(start.isEmpty() ? null : start));
      page.items()
          .forEach(
              item ->
                  expired.add(
                      new Expired(
                          text(item, "orderId"),
                          text(item, "sku"),
                          (int) number(item, "quantity"))));
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty());
    return expired;
  }

  private TransactWriteItem reservation(StockMove move, String orderId, String sku) {
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(reservations)
                .key(Map.of("orderId", s(orderId), "sku", s(sku)))
                .updateExpression("set #status = :after")
                .conditionExpression("#status = :before")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(
                    Map.of(
                        ":before", s(move.before().orElseThrow().name()),
                        ":after", s(move.after().name())))
                .build())
        .build();
  }

  private TransactWriteItem counters(
      StockMove move, String sku, int quantity, @Nullable Money price) {
    Map<String, String> names =
        new HashMap<>(
            Map.of(
                "#from", move.from().attribute(),
                "#to", move.to().attribute(),
                "#version", "version"));
    Map<String, AttributeValue> values =
        new HashMap<>(Map.of(":quantity", n(quantity), ":zero", n(0), ":one", n(1)));
    String condition = "#from >= :quantity";
    if (price != null) {
      condition += " and #price = :price and #currency = :currency";
      names.put("#price", "price");
      names.put("#currency", "currency");
      values.put(":price", n(price.amount()));
      values.put(":currency", s(price.currency()));
    }
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(products)
                .key(Map.of("sku", s(sku)))
                .updateExpression(
                    "set #from = #from - :quantity, #to = if_not_exists(#to, :zero) + :quantity,"
                        + " #version = if_not_exists(#version, :zero) + :one")
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build())
        .build();
  }

  private static Refusal refusal(OrderLine line, CancellationReason reason) {
    Map<String, AttributeValue> product = reason.item();
    if (product == null || product.isEmpty()) {
      return new Refusal.Gone(line.sku());
    }
    long available = number(product, "available");
    return available < line.quantity()
        ? new Refusal.OutOfStock(line.sku(), available)
        : new Refusal.PriceMoved(
            line.sku(), new Money(number(product, "price"), text(product, "currency")));
  }
}
