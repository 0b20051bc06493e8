package dev.rehearsal.terraform.aws.dynamodb;

import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** A table's keys and indexes, between Terraform's flat form and DynamoDB's. */
final class TableShape {

  private TableShape() {}

  static List<AttributeDefinition> attributes(Values table) {
    return table.blocks("attribute").stream()
        .map(
            block ->
                AttributeDefinition.builder()
                    .attributeName(block.string("name"))
                    .attributeType(block.string("type"))
                    .build())
        .toList();
  }

  static List<KeySchemaElement> keys(Values block) {
    List<KeySchemaElement> keys = new ArrayList<>();
    keys.add(key(block.string("hash_key"), KeyType.HASH));
    String range = block.text("range_key");
    if (range != null) {
      keys.add(key(range, KeyType.RANGE));
    }
    return keys;
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static @Nullable ProvisionedThroughput throughput(Values table, Values block) {
    if (!"PROVISIONED".equals(table.text("billing_mode"))) {
      return null;
    }
    Integer read = block.integer("read_capacity");
    Integer write = block.integer("write_capacity");
    return ProvisionedThroughput.builder()
        .readCapacityUnits(read == null ? 1L : read)
        .writeCapacityUnits(write == null ? 1L : write)
        .build();
  }

  static StreamSpecification stream(Values table) {
    boolean enabled = table.bool("stream_enabled");
    return StreamSpecification.builder()
        .streamEnabled(enabled)
        .streamViewType(enabled ? table.text("stream_view_type") : null)
        .build();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  static List<GlobalSecondaryIndex> globalIndexes(Values table) {
    return table.blocks("global_secondary_index").stream()
        .map(
            block ->
                GlobalSecondaryIndex.builder()
                    .indexName(block.string("name"))
                    .keySchema(keys(block))
                    .projection(projection(block))
                    .provisionedThroughput(throughput(table, block))
                    .build())
        .toList();
  }

  static List<LocalSecondaryIndex> localIndexes(Values table) {
    return table.blocks("local_secondary_index").stream()
        .map(
            block ->
                LocalSecondaryIndex.builder()
                    .indexName(block.string("name"))
                    .keySchema(
                        key(table.string("hash_key"), KeyType.HASH),
                        key(block.string("range_key"), KeyType.RANGE))
                    .projection(projection(block))
                    .build())
        .toList();
  }

  static Projection projection(Values block) {
    List<String> more = block.strings("non_key_attributes");
    return Projection.builder()
        .projectionType(block.string("projection_type"))
        .nonKeyAttributes(more.isEmpty() ? null : more)
        .build();
  }

  static void read(Values values, TableDescription table) {
    boolean onDemand =
        table.billingModeSummary() != null
            && "PAY_PER_REQUEST".equals(table.billingModeSummary().billingModeAsString());
    values.set("name", table.tableName());
    values.set("arn", table.tableArn());
    values.set("billing_mode", onDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
    values.set("hash_key", key(table.keySchema(), KeyType.HASH));
    values.set("range_key", key(table.keySchema(), KeyType.RANGE));
    values.set("read_capacity", onDemand ? 0L : table.provisionedThroughput().readCapacityUnits());
    values.set(
        "write_capacity", onDemand ? 0L : table.provisionedThroughput().writeCapacityUnits());
    values.set("deletion_protection_enabled", table.deletionProtectionEnabled());
    values.set(
        "table_class",
        table.tableClassSummary() == null
            ? "STANDARD"
            : table.tableClassSummary().tableClassAsString());
    StreamSpecification stream = table.streamSpecification();
    boolean streams = stream != null && Boolean.TRUE.equals(stream.streamEnabled());
    values.set("stream_enabled", streams);
    values.set(
        "stream_view_type", streams && stream != null ? stream.streamViewTypeAsString() : "");
    values.set("stream_arn", streams ? table.latestStreamArn() : "");
    values.set("stream_label", streams ? table.latestStreamLabel() : "");
    values.set(
        "attribute",
        table.attributeDefinitions().stream()
            .map(one -> Map.of("name", one.attributeName(), "type", one.attributeTypeAsString()))
            .toList());
    values.set(
        "global_secondary_index",
        table.globalSecondaryIndexes().stream()
            .map(
                index -> {
                  Map<String, @Nullable Object> block =
                      index(index.indexName(), index.keySchema(), index.projection());
                  block.put("hash_key", key(index.keySchema(), KeyType.HASH));
                  block.put(
                      "read_capacity",
                      onDemand ? 0L : index.provisionedThroughput().readCapacityUnits());
                  block.put(
                      "write_capacity",
                      onDemand ? 0L : index.provisionedThroughput().writeCapacityUnits());
                  return block;
                })
            .toList());
    values.set(
        "local_secondary_index",
        table.localSecondaryIndexes().stream()
            .map(index -> index(index.indexName(), index.keySchema(), index.projection()))
            .toList());
  }

  private static Map<String, @Nullable Object> index(
      String name, List<KeySchemaElement> keys, Projection projection) {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("name", name);
    block.put("range_key", key(keys, KeyType.RANGE));
    block.put("projection_type", projection.projectionTypeAsString());
    block.put(
        "non_key_attributes",
        projection.nonKeyAttributes().isEmpty() ? null : projection.nonKeyAttributes());
    return block;
  }

  private static @Nullable String key(List<KeySchemaElement> keys, KeyType type) {
    return keys.stream()
        .filter(key -> key.keyType() == type)
        .map(KeySchemaElement::attributeName)
        .findFirst()
        .orElse(null);
  }
}
