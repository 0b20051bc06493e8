package dev.rehearsal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes products from a file into the products table. Prices are in minor units of the euro. */
final class Seed {

  private final DynamoDbClient dynamoDb;
  private final String table;

  Seed(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * Writes the products; those of equal SKU are replaced.
   *
   * @throws StageFailure where the file cannot be read
   */
  void put(Path file) {
    try {
      for (JsonNode product : new ObjectMapper().readTree(file.toFile())) {
        Map<String, AttributeValue> item = item(product);
        dynamoDb.putItem(request -> request.tableName(table).item(item));
      }
    } catch (IOException unreadable) {
      throw new StageFailure(
          "The products in " + file + " could not be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static Map<String, AttributeValue> item(JsonNode product) {
    String sku = product.path("sku").asText();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("sku", AttributeValue.fromS(sku));
    item.put("image", AttributeValue.fromS("/images/" + sku + ".svg"));
    item.put("currency", AttributeValue.fromS("EUR"));
    for (String text : new String[] {"category", "name", "description"}) {
      item.put(text, AttributeValue.fromS(product.path(text).asText()));
    }
    for (String number : new String[] {"price", "available"}) {
      item.put(number, AttributeValue.fromN(product.path(number).asText()));
    }
    for (String counter : new String[] {"held", "sold", "version"}) {
      item.put(counter, AttributeValue.fromN("0"));
    }
    return item;
  }
}
