package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.SSESpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.WarmThroughput;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Creates, describes, changes and deletes tables. */
final class TableAdministration {

  private static final String NAME = "[a-zA-Z0-9_.-]{3,255}";

  private final Surroundings aws;
  private final Engine engine;
  private final Tables tables;

  TableAdministration(Surroundings aws, Engine engine, Tables tables) {
    this.aws = aws;
    this.engine = engine;
    this.tables = tables;
  }

  CreateTableResponse create(CreateTableRequest request) {
    String name = Tables.name(String.valueOf(request.tableName()));
    if (!name.matches(NAME)) {
      throw Tables.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'tableName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [a-zA-Z0-9_.-]+ and have length between 3 and 255");
    }
    Table table = tables.create(name);
    table.kmsKeyArn = key(request.sseSpecification(), null);
    table.deletionProtected = Boolean.TRUE.equals(request.deletionProtectionEnabled());
    table.onDemand = request.onDemandThroughput();
    table.policy = request.resourcePolicy();
    if (request.tableClassAsString() != null) {
      table.tableClass = request.tableClassAsString();
    }
    request.tags().forEach(tag -> table.tags.put(tag.key(), tag.value()));
    TableDescription local;
    try {
      local =
          engine
              .client()
              .createTable(
                  request.copy(
                      r ->
                          r.tableName(name)
                              .sseSpecification((SSESpecification) null)
                              .deletionProtectionEnabled(null)
                              .onDemandThroughput((OnDemandThroughput) null)
                              .warmThroughput((WarmThroughput) null)
                              .resourcePolicy(null)
                              .tableClass((String) null)
                              .tags(List.of())))
              .tableDescription();
    } catch (ResourceInUseException exists) {
      throw AwsError.of(
          exists.toBuilder(), "ResourceInUseException", 400, "Table already exists: " + name);
    }
    tables.keep(table);
    return CreateTableResponse.builder()
        .tableDescription(tables.describe(local, table, TableStatus.CREATING))
        .build();
  }

  DescribeTableResponse describe(DescribeTableRequest request) {
    Table table = tables.get(request.tableName());
    return DescribeTableResponse.builder()
        .table(tables.describe(local(table), table, null))
        .build();
  }

  UpdateTableResponse update(UpdateTableRequest request) {
    Table table = tables.get(request.tableName());
    if (request.hasReplicaUpdates() || request.multiRegionConsistencyAsString() != null) {
      throw Tables.invalid(
          "The embedded DynamoDB has no global tables: replicas of "
              + table.name
              + " can't be made. Leave ReplicaUpdates out.");
    }
    String key = key(request.sseSpecification(), table.kmsKeyArn);
    boolean forLocal =
        request.hasAttributeDefinitions()
            || request.billingModeAsString() != null
            || request.provisionedThroughput() != null
            || request.hasGlobalSecondaryIndexUpdates()
            || request.streamSpecification() != null;
    TableDescription local =
        forLocal
            ? engine
                .client()
                .updateTable(
                    u ->
                        u.tableName(table.name)
                            .attributeDefinitions(definitions(request))
                            .billingMode(request.billingModeAsString())
                            .provisionedThroughput(request.provisionedThroughput())
                            .globalSecondaryIndexUpdates(indexUpdates(request))
                            .streamSpecification(request.streamSpecification()))
                .tableDescription()
            : local(table);
    synchronized (table) {
      table.kmsKeyArn = key;
      if (request.deletionProtectionEnabled() != null) {
        table.deletionProtected = request.deletionProtectionEnabled();
      }
      if (request.onDemandThroughput() != null) {
        table.onDemand = request.onDemandThroughput();
      }
      if (request.tableClassAsString() != null) {
        table.tableClass = request.tableClassAsString();
        table.classChanged = aws.clock().instant();
      }
    }
    return UpdateTableResponse.builder()
        .tableDescription(tables.describe(local, table, TableStatus.UPDATING))
        .build();
  }

  DeleteTableResponse delete(DeleteTableRequest request) {
    Table table = tables.get(request.tableName());
    synchronized (table) {
      if (table.deletionProtected) {
        throw Tables.invalid(
            "Resource cannot be deleted as it is currently protected against deletion. Disable"
                + " deletion protection first.");
      }
    }
    TableDescription local =
        engine.client().deleteTable(d -> d.tableName(table.name)).tableDescription();
    tables.forget(table);
    return DeleteTableResponse.builder()
        .tableDescription(tables.describe(local, table, TableStatus.DELETING))
        .build();
  }

  private TableDescription local(Table table) {
    return engine.client().describeTable(d -> d.tableName(table.name)).table();
  }

  /** Null keeps a request without definitions apart from one with an empty list. */
  private static @Nullable Collection<AttributeDefinition> definitions(UpdateTableRequest request) {
    return request.hasAttributeDefinitions() ? request.attributeDefinitions() : null;
  }

  private static @Nullable Collection<GlobalSecondaryIndexUpdate> indexUpdates(
      UpdateTableRequest request) {
    return request.hasGlobalSecondaryIndexUpdates()
        ? new ArrayList<>(request.globalSecondaryIndexUpdates())
        : null;
  }

  /** The ARN of the key that encrypts a table; null for the key that AWS owns. */
  private @Nullable String key(@Nullable SSESpecification asked, @Nullable String before) {
    if (asked == null) {
      return before;
    }
    if (!Boolean.TRUE.equals(asked.enabled())) {
      return null;
    }
    String id = asked.kmsMasterKeyId() == null ? "alias/aws/dynamodb" : asked.kmsMasterKeyId();
    // DynamoDB looks at the key with its caller's permissions.
    Caller caller =
        CallScope.current()
            .<Caller>map(call -> call.caller())
            .orElseGet(() -> aws.service("dynamodb.amazonaws.com", null));
    KeyMetadata key =
        aws.client(KmsClient.class, caller).describeKey(d -> d.keyId(id)).keyMetadata();
    if (!key.enabled()) {
      throw Tables.invalid(
          "KMS key " + key.arn() + " is " + key.keyStateAsString().toLowerCase(Locale.ROOT) + ".");
    }
    return key.arn();
  }
}
