package dev.rehearsal.terraform.aws.dynamodb;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** Changes a table in place: DynamoDB takes one kind of change at a time. */
final class TableChanges {

  private TableChanges() {}

  static void apply(ResourceInstance it) {
    DynamoDbClient dynamo = it.client(DynamoDbClient.class);
    Values values = it.values();
    if (it.changed("deletion_protection_enabled")) {
      dynamo.updateTable(
          update(it).deletionProtectionEnabled(values.bool("deletion_protection_enabled")).build());
    }
    if (it.changed("billing_mode", "read_capacity", "write_capacity")) {
      dynamo.updateTable(
          update(it)
              .billingMode(values.string("billing_mode"))
              .provisionedThroughput(TableShape.throughput(values, values))
              .build());
    }
    if (it.changed("table_class")) {
      dynamo.updateTable(update(it).tableClass(values.string("table_class")).build());
    }
    if (it.changed("stream_enabled", "stream_view_type")) {
      if (it.prior().bool("stream_enabled") && values.bool("stream_enabled")) {
        dynamo.updateTable(update(it).streamSpecification(off -> off.streamEnabled(false)).build());
      }
      dynamo.updateTable(update(it).streamSpecification(TableShape.stream(values)).build());
    }
    if (it.changed("server_side_encryption")) {
      TableType.encryption(values)
          .ifPresentOrElse(
              sse -> dynamo.updateTable(update(it).sseSpecification(sse).build()),
              () ->
                  dynamo.updateTable(
                      update(it).sseSpecification(sse -> sse.enabled(false)).build()));
    }
    if (it.changed("global_secondary_index")) {
      indexes(it, dynamo);
    }
  }

  private static void indexes(ResourceInstance it, DynamoDbClient dynamo) {
    Map<String, Values> before = byName(it.prior());
    Map<String, Values> after = byName(it.values());
    before.forEach(
        (name, index) -> {
          Values now = after.get(name);
          if (now == null || !sameShape(index, now)) {
            send(
                it,
                dynamo,
                GlobalSecondaryIndexUpdate.builder().delete(one -> one.indexName(name)).build());
          }
        });
    after.forEach(
        (name, index) -> {
          Values was = before.get(name);
          if (was == null || !sameShape(was, index)) {
            send(
                it,
                dynamo,
                GlobalSecondaryIndexUpdate.builder()
                    .create(
                        one ->
                            one.indexName(name)
                                .keySchema(TableShape.keys(index))
                                .projection(TableShape.projection(index))
                                .provisionedThroughput(TableShape.throughput(it.values(), index)))
                    .build());
          }
        });
  }

  private static void send(
      ResourceInstance it, DynamoDbClient dynamo, GlobalSecondaryIndexUpdate change) {
    dynamo.updateTable(
        update(it)
            .attributeDefinitions(TableShape.attributes(it.values()))
            .globalSecondaryIndexUpdates(change)
            .build());
  }

  private static boolean sameShape(Values a, Values b) {
    return TableShape.keys(a).equals(TableShape.keys(b))
        && Objects.equals(TableShape.projection(a), TableShape.projection(b));
  }

  private static Map<String, Values> byName(Values table) {
    Map<String, Values> indexes = new LinkedHashMap<>();
    table
        .blocks("global_secondary_index")
        .forEach(index -> indexes.put(index.string("name"), index));
    return indexes;
  }

  private static UpdateTableRequest.Builder update(ResourceInstance it) {
    return UpdateTableRequest.builder().tableName(it.id());
  }

  static void ttl(ResourceInstance it) {
    boolean before = it.prior().block("ttl").map(ttl -> ttl.bool("enabled")).orElse(false);
    Values wanted = it.values().block("ttl").orElse(null);
    boolean enabled = wanted != null && wanted.bool("enabled");
    if (!enabled && !before) {
      return;
    }
    String attribute =
        enabled
            ? Objects.requireNonNull(wanted).string("attribute_name")
            : it.prior().block("ttl").orElseThrow().string("attribute_name");
    it.client(DynamoDbClient.class)
        .updateTimeToLive(
            request ->
                request
                    .tableName(it.id())
                    .timeToLiveSpecification(ttl -> ttl.attributeName(attribute).enabled(enabled)));
  }

  static void recovery(ResourceInstance it) {
    Values wanted = it.values().block("point_in_time_recovery").orElse(null);
    boolean before =
        it.prior().block("point_in_time_recovery").map(one -> one.bool("enabled")).orElse(false);
    boolean enabled = wanted != null && wanted.bool("enabled");
    if (!enabled && !before) {
      return;
    }
    Integer days = wanted == null ? null : wanted.integer("recovery_period_in_days");
    it.client(DynamoDbClient.class)
        .updateContinuousBackups(
            request ->
                request
                    .tableName(it.id())
                    .pointInTimeRecoverySpecification(
                        spec ->
                            spec.pointInTimeRecoveryEnabled(enabled)
                                .recoveryPeriodInDays(enabled ? days : null)));
  }
}
