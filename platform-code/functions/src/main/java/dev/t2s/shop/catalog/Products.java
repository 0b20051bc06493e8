package dev.t2s.shop.catalog;

import static dev.t2s.shop.runtime.Attributes.number;
import static dev.t2s.shop.runtime.Attributes.s;
import static dev.t2s.shop.runtime.Attributes.text;

import dev.t2s.shop.domain.Money;
import dev.t2s.shop.domain.Product;
import dev.t2s.shop.runtime.Backoff;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.Unavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads the products table. */
public final class Products {

  private static final int MOST_LISTED = 200;

  private final DynamoDbClient dynamoDb;
  private final String table;

  public Products(DynamoDbClient dynamoDb, Settings settings) {
    this.dynamoDb = dynamoDb;
    this.table = settings.required("PRODUCTS_TABLE");
  }

  public Optional<Product> bySku(String sku) {
    Map<String, AttributeValue> item =
        dynamoDb.getItem(get -> get.tableName(table).key(Map.of("sku", s(sku)))).item();
    return item.isEmpty() ? Optional.empty() : Optional.of(product(item));
  }

  /** The products that exist, by SKU. */
  public Map<String, Product> bySkus(Collection<String> skus) {
    Map<String, Product> products = new HashMap<>();
    if (skus.isEmpty()) {
      return products;
    }
    List<Map<String, AttributeValue>> keys =
        skus.stream().distinct().map(sku -> Map.of("sku", s(sku))).toList();
    Map<String, KeysAndAttributes> wanted =
        Map.of(table, KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
    for (int attempt = 1; !wanted.isEmpty(); attempt++) {
      Map<String, KeysAndAttributes> asked = wanted;
      BatchGetItemResponse got = dynamoDb.batchGetItem(get -> get.requestItems(asked));
      for (Map<String, AttributeValue> item : got.responses().getOrDefault(table, List.of())) {
        products.put(text(item, "sku"), product(item));
      }
      wanted = got.unprocessedKeys();
      if (!wanted.isEmpty()) {
        if (attempt == 5) {
          throw new Unavailable("The products table keeps keys unprocessed.", null);
        }
        Backoff.pause(attempt);
      }
    }
    return products;
  }

  /** The products of a category in order of their SKUs, at most 200. */
  public List<Product> inCategory(String category) {
    List<Product> products = new ArrayList<>();
    Map<String, AttributeValue> from = Map.of();
    do {
      QueryRequest.Builder query =
          QueryRequest.builder()
              .tableName(table)
              .indexName("category")
              .keyConditionExpression("category = :category")
              .expressionAttributeValues(Map.of(":category", s(category)));
      if (!from.isEmpty()) {
        query.exclusiveStartKey(from);
      }
      QueryResponse page = dynamoDb.query(query.build());
      page.items().forEach(item -> products.add(product(item)));
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty() && products.size() < MOST_LISTED);
    return products;
  }

  private static Product product(Map<String, AttributeValue> item) {
    String name = text(item, "name");
    String sku = text(item, "sku");
    return new Product(
        sku,
        name.isEmpty() ? sku : name,
        text(item, "description"),
        text(item, "category"),
        text(item, "image"),
        new Money(number(item, "price"), text(item, "currency")),
        number(item, "available"));
  }
}
