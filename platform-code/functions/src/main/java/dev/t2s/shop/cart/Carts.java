package dev.t2s.shop.cart;

import static dev.t2s.shop.runtime.Attributes.n;
import static dev.t2s.shop.runtime.Attributes.number;
import static dev.t2s.shop.runtime.Attributes.s;
import static dev.t2s.shop.runtime.Attributes.text;

import dev.t2s.shop.domain.CartLine;
import dev.t2s.shop.domain.Money;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.stock.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Carts: an item a line, keyed by owner and SKU. An owner is a customer's or a guest's id. */
public final class Carts {

  private static final Duration KEPT = Duration.ofDays(14);

  private final DynamoDbClient dynamoDb;
  private final Transactions transactions;
  private final String table;

  public Carts(DynamoDbClient dynamoDb, Settings settings) {
    this.dynamoDb = dynamoDb;
    this.transactions = new Transactions(dynamoDb);
    this.table = settings.required("CARTS_TABLE");
  }

  /** A cart's lines in order of their SKUs. Time to live lags: what expired does not count. */
  public List<CartLine> lines(String owner) {
    long now = Instant.now().getEpochSecond();
    return dynamoDb
        .query(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("#owner = :owner")
                    .expressionAttributeNames(Map.of("#owner", "owner"))
                    .expressionAttributeValues(Map.of(":owner", s(owner))))
        .items()
        .stream()
        .filter(item -> number(item, "expiresAt") > now || !item.containsKey("expiresAt"))
        .map(Carts::line)
        .toList();
  }

  public void put(String owner, CartLine line) {
    dynamoDb.putItem(put -> put.tableName(table).item(item(owner, line)));
  }

  public void remove(String owner, String sku) {
    dynamoDb.deleteItem(delete -> delete.tableName(table).key(key(owner, sku)));
  }

  public void clear(String owner) {
    lines(owner).forEach(line -> remove(owner, line.sku()));
  }

  /** Moves a guest's lines to a customer's cart; quantities add up. Safe to do twice. */
  public void merge(String guest, String customer) {
    for (CartLine line : lines(guest)) {
      boolean moved = false;
      for (int attempt = 0; attempt < 3 && !moved; attempt++) {
        moved = move(guest, customer, line);
      }
    }
  }

  /** The write that takes a bought line out of its cart, unless the customer changed it since. */
  public TransactWriteItem removal(String owner, String sku, int quantity) {
    return TransactWriteItem.builder()
        .delete(
            Delete.builder()
                .tableName(table)
                .key(key(owner, sku))
                .conditionExpression("attribute_not_exists(sku) or quantity = :quantity")
                .expressionAttributeValues(Map.of(":quantity", n(quantity)))
                .build())
        .build();
  }

  private boolean move(String guest, String customer, CartLine line) {
    Optional<CartLine> there =
        Optional.of(
                dynamoDb
                    .getItem(
                        get ->
                            get.tableName(table)
                                .key(key(customer, line.sku()))
                                .consistentRead(true))
                    .item())
            .filter(item -> !item.isEmpty())
            .map(Carts::line);
    int sum =
        Math.min(CartLine.MAX_QUANTITY, line.quantity() + there.map(CartLine::quantity).orElse(0));
    Put.Builder put =
        Put.builder()
            .tableName(table)
            .item(item(customer, new CartLine(line.sku(), sum, line.seenPrice())));
    if (there.isPresent()) {
      put.conditionExpression("quantity = :quantity")
          .expressionAttributeValues(Map.of(":quantity", n(there.get().quantity())));
    } else {
      put.conditionExpression("attribute_not_exists(sku)");
    }
    Delete taken =
        Delete.builder()
            .tableName(table)
            .key(key(guest, line.sku()))
            .conditionExpression("quantity = :quantity")
            .expressionAttributeValues(Map.of(":quantity", n(line.quantity())))
            .build();
    return transactions
        .write(
            List.of(
                TransactWriteItem.builder().put(put.build()).build(),
                TransactWriteItem.builder().delete(taken).build()))
        .isEmpty();
  }

  private static Map<String, AttributeValue> key(String owner, String sku) {
    return Map.of("owner", s(owner), "sku", s(sku));
  }

  private static Map<String, AttributeValue> item(String owner, CartLine line) {
    return Map.of(
        "owner", s(owner),
        "sku", s(line.sku()),
        "quantity", n(line.quantity()),
        "price", n(line.seenPrice().amount()),
        "currency", s(line.seenPrice().currency()),
        "expiresAt", n(Instant.now().plus(KEPT).getEpochSecond()));
  }

  private static CartLine line(Map<String, AttributeValue> item) {
    return new CartLine(
        text(item, "sku"),
        (int) number(item, "quantity"),
        new Money(number(item, "price"), text(item, "currency")));
  }
}
