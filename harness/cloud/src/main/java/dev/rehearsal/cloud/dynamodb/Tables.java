package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.BillingModeSummary;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TableWarmThroughputDescription;

/** The tables of one account and region, as AWS describes them. */
final class Tables {

  private final Surroundings aws;
  private final Map<String, Table> known = new ConcurrentHashMap<>();

  Tables(Surroundings aws) {
    this.aws = aws;
  }

  Table create(String name) {
    return new Table(
        name, aws.arn("dynamodb", "table/" + name), aws.ids().uuid(), aws.clock().instant());
  }

  void keep(Table table) {
    known.put(table.name, table);
  }

  void forget(Table table) {
    known.remove(table.name);
  }

  Collection<Table> all() {
    return known.values();
  }

  /** The name in a name or in an ARN of a table, its index or its stream. */
  static String name(String nameOrArn) {
    int resource = nameOrArn.indexOf(":table/");
    if (resource < 0) {
      return nameOrArn;
    }
    String rest = nameOrArn.substring(resource + ":table/".length());
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  @Nullable Table find(String nameOrArn) {
    Table table = known.get(name(nameOrArn));
    boolean foreign = nameOrArn.startsWith("arn:") && table != null && !inside(nameOrArn, table);
    return foreign ? null : table;
  }

  Table get(String nameOrArn) {
    Table table = find(nameOrArn);
    if (table == null) {
      throw notFound("Requested resource not found: Table: " + name(nameOrArn) + " not found");
    }
    return table;
  }

  Table byArn(String arn) {
    Table table = find(arn);
    if (!arn.startsWith("arn:") || table == null) {
      throw notFound("Requested resource not found: ResourceArn: " + arn + " not found");
    }
    return table;
  }

  private static boolean inside(String arn, Table table) {
    return arn.equals(table.arn) || arn.startsWith(table.arn + "/");
  }

  static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 400, message);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(DynamoDbException.builder(), "ValidationException", 400, message);
  }

  /** DynamoDB Local's description with the account, the region and all it does not keep. */
  TableDescription describe(TableDescription local, Table table, @Nullable TableStatus status) {
    TableDescription.Builder described =
        local.toBuilder()
            .tableArn(table.arn)
            .tableId(table.id)
            .creationDateTime(table.created)
            .tableStatus(status == null ? local.tableStatus() : status);
    if (local.latestStreamArn() != null) {
      described.latestStreamArn(table.arn + "/stream/" + local.latestStreamLabel());
    }
    if (local.hasGlobalSecondaryIndexes()) {
      described.globalSecondaryIndexes(
          local.globalSecondaryIndexes().stream()
              .map(index -> index.copy(i -> i.indexArn(indexArn(table, index.indexName()))))
              .toList());
    }
    if (local.hasLocalSecondaryIndexes()) {
      described.localSecondaryIndexes(
          local.localSecondaryIndexes().stream()
              .map(index -> index.copy(i -> i.indexArn(indexArn(table, index.indexName()))))
              .toList());
    }
    addBilling(described, local, table.created);
    synchronized (table) {
      described.deletionProtectionEnabled(table.deletionProtected);
      if (table.onDemand != null) {
        described.onDemandThroughput(table.onDemand);
      }
      if (!table.tableClass.equals("STANDARD") || table.classChanged != null) {
        described.tableClassSummary(
            c -> c.tableClass(table.tableClass).lastUpdateDateTime(table.classChanged));
      }
      if (table.kmsKeyArn != null) {
        described.sseDescription(
            sse ->
                sse.status(SSEStatus.ENABLED)
                    .sseType(SSEType.KMS)
                    .kmsMasterKeyArn(table.kmsKeyArn));
      }
    }
    return described.build();
  }

  private static void addBilling(
      TableDescription.Builder described, TableDescription local, Instant created) {
    BillingModeSummary billing = local.billingModeSummary();
    boolean onDemand = billing != null && billing.billingMode() == BillingMode.PAY_PER_REQUEST;
    if (billing != null) {
      // DynamoDB Local multiplies its times by a thousand.
      described.billingModeSummary(billing.copy(b -> b.lastUpdateToPayPerRequestDateTime(created)));
    }
    if (onDemand) {
      described.warmThroughput(
          TableWarmThroughputDescription.builder()
              .readUnitsPerSecond(12000L)
              .writeUnitsPerSecond(4000L)
              .status(TableStatus.ACTIVE)
              .build());
    }
  }

  private static String indexArn(Table table, String index) {
    return table.arn + "/index/" + index;
  }
}
