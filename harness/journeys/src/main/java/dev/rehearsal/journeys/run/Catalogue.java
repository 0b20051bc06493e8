package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.language.Given;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.journeys.language.Template;
import dev.rehearsal.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A journey's own products, written straight into the catalogue's table. */
record Catalogue(
    Stage stage, Outputs outputs, Seeds seeds, Map<String, Given.Product> products, Names names) {

  /** The SKU of a product. */
  String sku(String name) {
    return name + "-" + seeds.own();
  }

  /** Puts every product on the shelf. */
  void create() {
    if (products.isEmpty()) {
      return;
    }
    DynamoDbClient dynamoDb = stage.client(DynamoDbClient.class);
    String table = outputs.table("products");
    products.forEach(
        (name, product) -> dynamoDb.putItem(put -> put.tableName(table).item(item(name, product))));
  }

  /** Changes a product as the shop's staff would. */
  void change(String name, Step.Products.Change change) {
    List<String> sets = new ArrayList<>(List.of("version = version + :one"));
    Map<String, AttributeValue> values = new HashMap<>(Map.of(":one", number(1)));
    if (change.price() != null) {
      sets.add("price = :price");
      sets.add("currency = :currency");
      values.put(":price", number(change.price().minor()));
      values.put(":currency", text(change.price().currency()));
    }
    if (change.available() != null) {
      sets.add("available = :available");
      values.put(":available", number(change.available()));
    }
    stage
        .client(DynamoDbClient.class)
        .updateItem(
            update ->
                update
                    .tableName(outputs.table("products"))
                    .key(Map.of("sku", text(sku(name))))
                    .updateExpression("SET " + String.join(", ", sets))
                    .conditionExpression("attribute_exists(sku)")
                    .expressionAttributeValues(values));
  }

  /** What the shop shows a product as. */
  String title(String name, Given.Product product) {
    Template title = product.title();
    return title == null ? name : title.text(names);
  }

  private Map<String, AttributeValue> item(String name, Given.Product product) {
    return Map.of(
        "sku", text(sku(name)),
        "name", text(title(name, product)),
        "description", text("A product of one journey's own."),
        "category", text(product.category().text(names)),
        "price", number(product.price().minor()),
        "currency", text(product.price().currency()),
        "available", number(product.available()),
        "held", number(0),
        "sold", number(0),
        "version", number(1));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }
}
