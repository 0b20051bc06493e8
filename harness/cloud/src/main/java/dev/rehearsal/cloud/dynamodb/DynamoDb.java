package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.ResourcePolicies;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/**
 * Amazon DynamoDB: DynamoDB Local holds the items; what it lacks (tags, encryption, time to live,
 * point-in-time recovery, protection, policies, ARNs of this account) is kept beside it.
 */
public final class DynamoDb implements DynamoDbClient, ResourcePolicies {

  private static final System.Logger LOG = System.getLogger(DynamoDb.class.getName());

  private final Surroundings aws;
  private final Engine engine = new Engine();
  private final Tables tables;
  private final TableAdministration administration;
  private final TableSettings settings;
  private final TableEncryption encryption;
  private final TableBackups backups;
  private final ScheduledFuture<?> expiry;

  public DynamoDb(Surroundings aws) {
    this.aws = aws;
    this.tables = new Tables(aws);
    this.administration = new TableAdministration(aws, engine, tables);
    this.settings = new TableSettings(aws, tables);
    this.encryption = new TableEncryption(aws, tables);
    this.backups = new TableBackups(aws, engine, tables, administration);
    TimeToLive timeToLive = new TimeToLive(tables, engine, aws.clock());
    this.expiry =
        aws.scheduler().scheduleWithFixedDelay(timeToLive::tick, 250, 250, TimeUnit.MILLISECONDS);
  }

  /** Starts DynamoDB Local on a worker, so that the first table needn't wait for it. */
  public void warm() {
    aws.workers()
        .execute(
            () -> {
              try {
                GetItemResponse unused =
                    engine
                        .client()
                        .getItem(
                            g ->
                                g.tableName("rehearsal-warm-up")
                                    .key(Map.of("id", AttributeValue.fromS("1"))));
              } catch (ResourceNotFoundException expected) {
                // The table isn't there; its absence took the whole way through the engine.
              } catch (RuntimeException | LinkageError failed) {
                // The first call that needs the engine says so; a stage that closes meanwhile is no
                // failure at all.
                LOG.log(System.Logger.Level.DEBUG, "DynamoDB Local was not warmed", failed);
              }
            });
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    Table table = tables.find(arn);
    return table == null ? Optional.empty() : Optional.ofNullable(table.policy);
  }

  private <R> R ask(Function<DynamoDbClient, R> call) {
    try {
      return call.apply(engine.client());
    } catch (ResourceNotFoundException missing) {
      throw AwsError.of(
          missing.toBuilder(), "ResourceNotFoundException", 400, "Requested resource not found");
    }
  }

  @Override
  public CreateTableResponse createTable(CreateTableRequest request) {
    return administration.create(request);
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    return administration.describe(request);
  }

  @Override
  public UpdateTableResponse updateTable(UpdateTableRequest request) {
    return administration.update(request);
  }

  @Override
  public DeleteTableResponse deleteTable(DeleteTableRequest request) {
    return administration.delete(request);
  }

  @Override
  public ListTablesResponse listTables(ListTablesRequest request) {
    return ask(local -> local.listTables(request));
  }

  /** AWS's default quotas: DynamoDB Local can't read this request. */
  @Override
  public DescribeLimitsResponse describeLimits(DescribeLimitsRequest request) {
    return DescribeLimitsResponse.builder()
        .accountMaxReadCapacityUnits(80_000L)
        .accountMaxWriteCapacityUnits(80_000L)
        .tableMaxReadCapacityUnits(40_000L)
        .tableMaxWriteCapacityUnits(40_000L)
        .build();
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    encryption.check(request.tableName());
    return ask(local -> local.getItem(request));
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    encryption.check(request.tableName());
    return ask(local -> local.putItem(request));
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    encryption.check(request.tableName());
    return ask(local -> local.updateItem(request));
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    encryption.check(request.tableName());
    return ask(local -> local.deleteItem(request));
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    encryption.check(request.tableName());
    return ask(local -> local.query(request));
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    encryption.check(request.tableName());
    return ask(local -> local.scan(request));
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    request.requestItems().keySet().forEach(encryption::check);
    return ask(local -> local.batchGetItem(request));
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    request.requestItems().keySet().forEach(encryption::check);
    return ask(local -> local.batchWriteItem(request));
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    request.transactItems().forEach(item -> encryption.check(item.get().tableName()));
    return ask(local -> local.transactGetItems(request));
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    request.transactItems().forEach(encryption::check);
    return ask(local -> local.transactWriteItems(request));
  }

  @Override
  public ExecuteStatementResponse executeStatement(ExecuteStatementRequest request) {
    encryption.checkStatement(request.statement());
    return ask(local -> local.executeStatement(request));
  }

  @Override
  public BatchExecuteStatementResponse batchExecuteStatement(BatchExecuteStatementRequest request) {
    request.statements().forEach(each -> encryption.checkStatement(each.statement()));
    return ask(local -> local.batchExecuteStatement(request));
  }

  @Override
  public ExecuteTransactionResponse executeTransaction(ExecuteTransactionRequest request) {
    request.transactStatements().forEach(each -> encryption.checkStatement(each.statement()));
    return ask(local -> local.executeTransaction(request));
  }

  @Override
  public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    return settings.describeTimeToLive(request);
  }

  @Override
  public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
    return settings.updateTimeToLive(request);
  }

  @Override
  public DescribeContinuousBackupsResponse describeContinuousBackups(
      DescribeContinuousBackupsRequest request) {
    return settings.describeContinuousBackups(request);
  }

  @Override
  public UpdateContinuousBackupsResponse updateContinuousBackups(
      UpdateContinuousBackupsRequest request) {
    return settings.updateContinuousBackups(request);
  }

  @Override
  public CreateBackupResponse createBackup(CreateBackupRequest request) {
    encryption.check(request.tableName());
    return backups.create(request);
  }

  @Override
  public DescribeBackupResponse describeBackup(DescribeBackupRequest request) {
    return backups.describe(request);
  }

  @Override
  public DeleteBackupResponse deleteBackup(DeleteBackupRequest request) {
    return backups.delete(request);
  }

  @Override
  public ListBackupsResponse listBackups(ListBackupsRequest request) {
    return backups.list(request);
  }

  @Override
  public RestoreTableFromBackupResponse restoreTableFromBackup(
      RestoreTableFromBackupRequest request) {
    return backups.restore(request);
  }

  @Override
  public ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
    return settings.listTagsOfResource(request);
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    return settings.tagResource(request);
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    return settings.untagResource(request);
  }

  @Override
  public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
    return settings.getResourcePolicy(request);
  }

  @Override
  public PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
    return settings.putResourcePolicy(request);
  }

  @Override
  public DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
    return settings.deleteResourcePolicy(request);
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {
    expiry.cancel(false);
    engine.close();
  }
}
