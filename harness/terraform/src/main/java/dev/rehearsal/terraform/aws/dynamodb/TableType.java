package dev.rehearsal.terraform.aws.dynamodb;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.SSESpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

final class TableType implements ResourceType {

  private static final List<String> ELSEWHERE =
      List.of(
          "import_table",
          "replica",
          "restore_source_name",
          "restore_source_table_arn",
          "global_table_witness");

  @Override
  public String name() {
    return "aws_dynamodb_table";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("DynamoDB Table")
        .forcesNew("name", "hash_key", "range_key", "local_secondary_index")
        .defaults("billing_mode", "PROVISIONED")
        .defaults("table_class", "STANDARD")
        .oneOf("billing_mode", "PAY_PER_REQUEST", "PROVISIONED")
        .oneOf("attribute.type", "B", "N", "S")
        .oneOf("stream_view_type", "", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY")
        .length("name", 3, 255)
        .recomputed("stream_arn", "stream_enabled", "stream_view_type")
        .recomputed("stream_label", "stream_enabled", "stream_view_type")
        .same(TableType::sameTtl, "ttl")
        .same(TableType::sameRecovery, "point_in_time_recovery")
        .check(TableAttributes::check)
        .check(
            checked ->
                ELSEWHERE.stream()
                    .filter(checked::given)
                    .forEach(
                        argument ->
                            checked.add(
                                argument,
                                argument + " is not served by the embedded provider",
                                "The embedded DynamoDB has one region and makes new tables only.")))
        .tags(
            Tagging.of(DynamoDbClient.class, "arn")
                .operations("TagResource", "UntagResource", "ListTagsOfResource"))
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    DynamoDbClient dynamo = it.client(DynamoDbClient.class);
    String name = values.string("name");
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(values.string("billing_mode"))
            .attributeDefinitions(TableShape.attributes(values))
            .keySchema(TableShape.keys(values))
            .provisionedThroughput(TableShape.throughput(values, values))
            .deletionProtectionEnabled(values.bool("deletion_protection_enabled"))
            .tableClass(values.string("table_class"))
            .streamSpecification(TableShape.stream(values))
            .tags(TableShape.tags(it.tags()));
    if (values.has("global_secondary_index")) {
      request.globalSecondaryIndexes(TableShape.globalIndexes(values));
    }
    if (values.has("local_secondary_index")) {
      request.localSecondaryIndexes(TableShape.localIndexes(values));
    }
    encryption(values).ifPresent(request::sseSpecification);
    dynamo.createTable(request.build());
    it.id(name);
    active(dynamo, name);
    TableChanges.ttl(it);
    TableChanges.recovery(it);
  }

  @Override
  public void read(ResourceInstance it) {
    DynamoDbClient dynamo = it.client(DynamoDbClient.class);
    String name = it.values().string("name");
    TableDescription table = dynamo.describeTable(request -> request.tableName(name)).table();
    if (table.tableStatus() == TableStatus.DELETING) {
      it.gone();
      return;
    }
    TableShape.read(it.values(), table);
    Values values = it.values();
    if (table.sseDescription() == null) {
      values.set("server_side_encryption", List.of());
    } else {
      Map<String, @Nullable Object> encryption = new LinkedHashMap<>();
      encryption.put("enabled", true);
      encryption.put("kms_key_arn", table.sseDescription().kmsMasterKeyArn());
      values.set("server_side_encryption", List.of(encryption));
    }
    TimeToLiveDescription ttl =
        dynamo.describeTimeToLive(request -> request.tableName(name)).timeToLiveDescription();
    boolean expires =
        ttl != null
            && (ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                || ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLING);
    Map<String, @Nullable Object> expiry = new LinkedHashMap<>();
    expiry.put("attribute_name", expires ? Objects.requireNonNull(ttl).attributeName() : "");
    expiry.put("enabled", expires);
    values.set("ttl", List.of(expiry));
    PointInTimeRecoveryDescription recovery =
        dynamo
            .describeContinuousBackups(request -> request.tableName(name))
            .continuousBackupsDescription()
            .pointInTimeRecoveryDescription();
    Map<String, @Nullable Object> restore = new LinkedHashMap<>();
    boolean on = recovery != null && "ENABLED".equals(recovery.pointInTimeRecoveryStatusAsString());
    restore.put("enabled", on);
    restore.put(
        "recovery_period_in_days",
        on ? Objects.requireNonNull(recovery).recoveryPeriodInDays() : null);
    values.set("point_in_time_recovery", List.of(restore));
  }

  @Override
  public void update(ResourceInstance it) {
    TableChanges.apply(it);
    active(it.client(DynamoDbClient.class), it.id());
    if (it.changed("ttl")) {
      TableChanges.ttl(it);
    }
    if (it.changed("point_in_time_recovery")) {
      TableChanges.recovery(it);
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(DynamoDbClient.class).deleteTable(request -> request.tableName(it.id()));
  }

  static java.util.Optional<SSESpecification> encryption(Values values) {
    return values
        .block("server_side_encryption")
        .map(
            block ->
                SSESpecification.builder()
                    .enabled(block.bool("enabled"))
                    .sseType(block.bool("enabled") ? "KMS" : null)
                    .kmsMasterKeyId(block.text("kms_key_arn"))
                    .build());
  }

  private static void active(DynamoDbClient dynamo, String name) {
    for (int i = 0; i < 600; i++) {
      TableDescription table = dynamo.describeTable(request -> request.tableName(name)).table();
      boolean indexes =
          table.globalSecondaryIndexes().stream()
              .allMatch(index -> "ACTIVE".equals(index.indexStatusAsString()));
      if (table.tableStatus() == TableStatus.ACTIVE && indexes) {
        return;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new ProviderException("interrupted while waiting for DynamoDB Table (" + name + ")");
      }
    }
    throw new ProviderException(
        "timeout while waiting for DynamoDB Table (" + name + ") to be ACTIVE");
  }

  /** No block and a disabled one mean the same. */
  private static boolean sameTtl(Object a, Object b) {
    return off(a) && off(b);
  }

  private static boolean sameRecovery(Object a, Object b) {
    return off(a) && off(b);
  }

  private static boolean off(Object blocks) {
    return blocks instanceof List<?> list
        && list.stream()
            .allMatch(one -> one == null || !Boolean.TRUE.equals(((Map<?, ?>) one).get("enabled")));
  }
}
