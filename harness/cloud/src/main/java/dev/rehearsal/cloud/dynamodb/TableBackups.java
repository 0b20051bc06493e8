package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.TableAlreadyExistsException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** On-demand backups of tables: what they are like, and their items. Thread-safe. */
final class TableBackups {

  private static final int BATCH = 25;

  private record Backup(
      BackupDetails details,
      CreateTableRequest table,
      TableDescription described,
      List<Map<String, AttributeValue>> items) {}

  private final Surroundings aws;
  private final Engine engine;
  private final Tables tables;
  private final TableAdministration administration;
  private final Map<String, Backup> backups = new ConcurrentSkipListMap<>();

  TableBackups(Surroundings aws, Engine engine, Tables tables, TableAdministration administration) {
    this.aws = aws;
    this.engine = engine;
    this.tables = tables;
    this.administration = administration;
  }

  CreateBackupResponse create(CreateBackupRequest request) {
    Table table = tables.get(request.tableName());
    TableDescription described =
        administration
            .describe(DescribeTableRequest.builder().tableName(table.name).build())
            .table();
    List<Map<String, AttributeValue>> items =
        engine.client().scanPaginator(scan -> scan.tableName(table.name)).items().stream().toList();
    BackupDetails details =
        BackupDetails.builder()
            .backupArn(table.arn + "/backup/" + aws.clock().millis() + "-" + aws.ids().hex(8))
            .backupName(request.backupName())
            .backupStatus(BackupStatus.AVAILABLE)
            .backupType(BackupType.USER)
            .backupCreationDateTime(aws.clock().instant())
            .backupSizeBytes(described.tableSizeBytes())
            .build();
    backups.put(details.backupArn(), new Backup(details, like(described, table), described, items));
    return CreateBackupResponse.builder().backupDetails(details).build();
  }

  DescribeBackupResponse describe(DescribeBackupRequest request) {
    return DescribeBackupResponse.builder()
        .backupDescription(description(get(request.backupArn())))
        .build();
  }

  DeleteBackupResponse delete(DeleteBackupRequest request) {
    Backup backup = get(request.backupArn());
    backups.remove(request.backupArn());
    return DeleteBackupResponse.builder()
        .backupDescription(
            description(backup)
                .copy(
                    b ->
                        b.backupDetails(
                            backup.details().copy(d -> d.backupStatus(BackupStatus.DELETED)))))
        .build();
  }

  ListBackupsResponse list(ListBackupsRequest request) {
    return ListBackupsResponse.builder()
        .backupSummaries(
            backups.values().stream()
                .filter(
                    each ->
                        request.tableName() == null
                            || each.described()
                                .tableName()
                                .equals(Tables.name(request.tableName())))
                .map(
                    each ->
                        BackupSummary.builder()
                            .tableName(each.described().tableName())
                            .tableId(each.described().tableId())
                            .tableArn(each.described().tableArn())
                            .backupArn(each.details().backupArn())
                            .backupName(each.details().backupName())
                            .backupCreationDateTime(each.details().backupCreationDateTime())
                            .backupStatus(each.details().backupStatus())
                            .backupType(each.details().backupType())
                            .backupSizeBytes(each.details().backupSizeBytes())
                            .build())
                .toList())
        .build();
  }

  RestoreTableFromBackupResponse restore(RestoreTableFromBackupRequest request) {
    Backup backup = get(request.backupArn());
    CreateTableRequest.Builder like =
        backup.table().toBuilder().tableName(request.targetTableName());
    if (request.sseSpecificationOverride() != null) {
      like.sseSpecification(request.sseSpecificationOverride());
    }
    TableDescription made;
    try {
      made = administration.create(like.build()).tableDescription();
    } catch (ResourceInUseException exists) {
      throw AwsError.of(
          TableAlreadyExistsException.builder(),
          "TableAlreadyExistsException",
          400,
          "Table already exists: " + request.targetTableName());
    }
    write(request.targetTableName(), backup.items());
    return RestoreTableFromBackupResponse.builder().tableDescription(made).build();
  }

  private void write(String table, List<Map<String, AttributeValue>> items) {
    for (int from = 0; from < items.size(); from += BATCH) {
      List<WriteRequest> batch =
          items.subList(from, Math.min(items.size(), from + BATCH)).stream()
              .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
              .toList();
      Map<String, List<WriteRequest>> left = Map.of(table, batch);
      while (!left.isEmpty()) {
        Map<String, List<WriteRequest>> now = left;
        left = engine.client().batchWriteItem(write -> write.requestItems(now)).unprocessedItems();
      }
    }
  }

  private Backup get(String arn) {
    Backup found = backups.get(arn);
    if (found == null) {
      throw AwsError.of(
          BackupNotFoundException.builder(),
          "BackupNotFoundException",
          400,
          "Backup not found: " + arn);
    }
    return found;
  }

  private static BackupDescription description(Backup backup) {
    TableDescription table = backup.described();
    return BackupDescription.builder()
        .backupDetails(backup.details())
        .sourceTableDetails(
            source ->
                source
                    .tableName(table.tableName())
                    .tableId(table.tableId())
                    .tableArn(table.tableArn())
                    .keySchema(table.keySchema())
                    .tableCreationDateTime(table.creationDateTime())
                    .itemCount((long) backup.items().size())
                    .tableSizeBytes(table.tableSizeBytes()))
        .build();
  }

  /** A restored table has keys, indexes and encryption of the old one, but not its settings. */
  private static CreateTableRequest like(TableDescription table, Table known) {
    CreateTableRequest.Builder like =
        CreateTableRequest.builder()
            .keySchema(table.keySchema())
            .attributeDefinitions(table.attributeDefinitions())
            .billingMode(BillingMode.PAY_PER_REQUEST);
    if (table.hasGlobalSecondaryIndexes()) {
      like.globalSecondaryIndexes(
          table.globalSecondaryIndexes().stream()
              .map(
                  index ->
                      GlobalSecondaryIndex.builder()
                          .indexName(index.indexName())
                          .keySchema(index.keySchema())
                          .projection(index.projection())
                          .build())
              .toList());
    }
    if (table.hasLocalSecondaryIndexes()) {
      like.localSecondaryIndexes(
          table.localSecondaryIndexes().stream()
              .map(
                  index ->
                      LocalSecondaryIndex.builder()
                          .indexName(index.indexName())
                          .keySchema(index.keySchema())
                          .projection(index.projection())
                          .build())
              .toList());
    }
    String key = known.kmsKeyArn;
    if (key != null) {
      like.sseSpecification(sse -> sse.enabled(true).sseType(SSEType.KMS).kmsMasterKeyId(key));
    }
    return like.build();
  }
}
