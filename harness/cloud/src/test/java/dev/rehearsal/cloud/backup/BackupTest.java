package dev.rehearsal.cloud.backup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupJob;
import software.amazon.awssdk.services.backup.model.BackupJobState;
import software.amazon.awssdk.services.backup.model.InvalidRequestException;
import software.amazon.awssdk.services.backup.model.RestoreJobStatus;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

class BackupTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);
  private static final String ROLE = "arn:aws:iam::000000000000:role/backup";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Cloud cloud;
  private volatile Consumer<String> beforeReading = key -> {};
  private BackupClient backup;
  private DynamoDbClient tables;
  private String table;

  @BeforeEach
  void start() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), Path.of("target/cache")))
            .clock(clock)
            .filter(
                (call, next) -> {
                  if (call.request() instanceof GetObjectRequest get) {
                    beforeReading.accept(get.key());
                  }
                  return next.handle(call);
                })
            .build();
    backup = cloud.client(BackupClient.class, ROOT, "eu-west-1");
    tables = cloud.client(DynamoDbClient.class, ROOT, "eu-west-1");
    IamClient iam = cloud.client(IamClient.class, ROOT, "us-east-1");
    iam.createRole(
        create ->
            create
                .roleName("backup")
                .assumeRolePolicyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
                        + "\"sts:AssumeRole\",\"Principal\":{\"Service\":\"backup.amazonaws.com\"}}]}"));
    table =
        tables
            .createTable(
                create ->
                    create
                        .tableName("carts")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(a -> a.attributeName("id").attributeType("S"))
                        .keySchema(key -> key.attributeName("id").keyType("HASH"))
                        .tags(Tag.builder().key("Backup").value("daily").build()))
            .tableDescription()
            .tableArn();
    put("a");
    backup.createBackupVault(create -> create.backupVaultName("shop"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void aTableIsRestoredAsItWasWhenTheJobRan() {
    String point = backUp();
    put("b");
    tables.deleteItem(delete -> delete.tableName("carts").key(key("a")));
    String job =
        backup
            .startRestoreJob(
                start ->
                    start
                        .recoveryPointArn(point)
                        .iamRoleArn(ROLE)
                        .metadata(Map.of("targetTableName", "carts-restored")))
            .restoreJobId();
    assertEquals(
        RestoreJobStatus.COMPLETED,
        backup.describeRestoreJob(describe -> describe.restoreJobId(job)).status());
    assertEquals(List.of(key("a")), tables.scan(scan -> scan.tableName("carts-restored")).items());
  }

  @Test
  void aPlanRunsByTheStagesClockAndPointsExpire() {
    String plan =
        backup
            .createBackupPlan(
                create ->
                    create.backupPlan(
                        made ->
                            made.backupPlanName("daily")
                                .rules(
                                    rule ->
                                        rule.ruleName("daily")
                                            .targetBackupVaultName("shop")
                                            .scheduleExpression("rate(1 day)")
                                            .lifecycle(life -> life.deleteAfterDays(3L)))))
            .backupPlanId();
    backup.createBackupSelection(
        create ->
            create
                .backupPlanId(plan)
                .backupSelection(
                    selection ->
                        selection
                            .selectionName("tagged")
                            .iamRoleArn(ROLE)
                            .listOfTags(
                                tag ->
                                    tag.conditionType("STRINGEQUALS")
                                        .conditionKey("Backup")
                                        .conditionValue("daily"))));
    assertEquals(0, points());
    clock.move(Duration.ofDays(1));
    await().until(() -> points() == 1);
    clock.move(Duration.ofDays(1));
    await().until(() -> points() == 2);
    backup
        .listBackupSelections(list -> list.backupPlanId(plan))
        .backupSelectionsList()
        .forEach(
            each ->
                backup.deleteBackupSelection(
                    delete -> delete.backupPlanId(plan).selectionId(each.selectionId())));
    clock.move(Duration.ofDays(4));
    await().until(() -> points() == 0);
  }

  @Test
  void aJobInARoleThatBackupMayNotAssumeFails() {
    String job =
        backup
            .startBackupJob(
                start ->
                    start
                        .backupVaultName("shop")
                        .resourceArn(table)
                        .iamRoleArn("arn:aws:iam::000000000000:role/nobody"))
            .backupJobId();
    assertEquals(
        BackupJobState.FAILED,
        backup.describeBackupJob(describe -> describe.backupJobId(job)).state());
    assertEquals(0, points());
  }

  @Test
  void aBucketIsRestoredAsItWasWhenTheJobRan() {
    S3Client s3 = cloud.client(S3Client.class, ROOT, "eu-west-1");
    s3.createBucket(
        create ->
            create
                .bucket("site")
                .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    assertEquals(
        "Bucket site does not have versioning enabled: AWS Backup needs it.",
        bucketJob().statusMessage());
    s3.putBucketVersioning(
        put -> put.bucket("site").versioningConfiguration(v -> v.status("Enabled")));
    for (String key : List.of("index.html", "news/a.html", "news/b.html")) {
      s3.putObject(
          put ->
              put.bucket("site")
                  .key(key)
                  .contentType("text/html")
                  .metadata(Map.of("by", "ada"))
                  .tagging("kind=page"),
          RequestBody.fromString("first " + key));
    }
    BackupJob job = bucketJob();
    assertEquals(BackupJobState.COMPLETED, job.state(), job::statusMessage);
    assertEquals("S3", job.resourceType());
    for (String key : List.of("index.html", "news/a.html")) {
      s3.putObject(put -> put.bucket("site").key(key), RequestBody.fromString("broken"));
    }
    s3.deleteObject(delete -> delete.bucket("site").key("news/b.html"));

    restored(job, Map.of("DestinationBucketName", "site", "ItemsToRestore", "[\"news/\"]"));
    assertEquals("broken", text(s3, "site", "index.html"));
    assertEquals("first news/a.html", text(s3, "site", "news/a.html"));
    var head = s3.headObject(h -> h.bucket("site").key("news/b.html"));
    assertEquals("text/html", head.contentType());
    assertEquals(Map.of("by", "ada"), head.metadata());
    assertEquals(
        "page",
        s3.getObjectTagging(g -> g.bucket("site").key("news/b.html")).tagSet().get(0).value());

    restored(job, Map.of("DestinationBucketName", "copy", "NewBucket", "true"));
    assertEquals("first index.html", text(s3, "copy", "index.html"));
    assertEquals("Enabled", s3.getBucketVersioning(g -> g.bucket("copy")).statusAsString());

    String unknown =
        backup
            .startRestoreJob(
                start ->
                    start
                        .recoveryPointArn(job.recoveryPointArn())
                        .iamRoleArn(ROLE)
                        .metadata(Map.of("Colour", "red")))
            .restoreJobId();
    assertTrue(
        backup.describeRestoreJob(d -> d.restoreJobId(unknown)).statusMessage().contains("Colour"));
  }

  @Test
  void whatIsDeletedWhileABucketIsBackedUpIsLeftOut() {
    S3Client s3 = cloud.client(S3Client.class, ROOT, "eu-west-1");
    s3.createBucket(
        create ->
            create
                .bucket("site")
                .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    s3.putBucketVersioning(
        put -> put.bucket("site").versioningConfiguration(v -> v.status("Enabled")));
    for (String key : List.of("a.html", "b.html", "c.html")) {
      s3.putObject(put -> put.bucket("site").key(key), RequestBody.fromString(key));
    }
    beforeReading =
        key -> {
          if (key.equals("b.html")) {
            s3.deleteObject(delete -> delete.bucket("site").key(key));
          }
        };
    BackupJob job = bucketJob();
    beforeReading = key -> {};
    assertEquals(BackupJobState.COMPLETED, job.state(), job::statusMessage);
    restored(job, Map.of("DestinationBucketName", "copy", "NewBucket", "true"));
    assertEquals(
        List.of("a.html", "c.html"),
        s3.listObjectsV2(list -> list.bucket("copy")).contents().stream()
            .map(S3Object::key)
            .toList());
  }

  private BackupJob bucketJob() {
    String id =
        backup
            .startBackupJob(
                start ->
                    start.backupVaultName("shop").resourceArn("arn:aws:s3:::site").iamRoleArn(ROLE))
            .backupJobId();
    return backup.listBackupJobs(list -> {}).backupJobs().stream()
        .filter(job -> job.backupJobId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void restored(BackupJob job, Map<String, String> metadata) {
    String id =
        backup
            .startRestoreJob(
                start ->
                    start
                        .recoveryPointArn(job.recoveryPointArn())
                        .iamRoleArn(ROLE)
                        .metadata(metadata))
            .restoreJobId();
    var done = backup.describeRestoreJob(d -> d.restoreJobId(id));
    assertEquals("COMPLETED", done.statusAsString(), done::statusMessage);
  }

  private static String text(S3Client s3, String bucket, String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }

  @Test
  void aVaultWithRecoveryPointsIsNotDeleted() {
    String point = backUp();
    assertThrows(
        InvalidRequestException.class,
        () -> backup.deleteBackupVault(delete -> delete.backupVaultName("shop")));
    backup.deleteRecoveryPoint(delete -> delete.backupVaultName("shop").recoveryPointArn(point));
    backup.deleteBackupVault(delete -> delete.backupVaultName("shop"));
    assertEquals(0, tables.listBackups().backupSummaries().size());
  }

  private String backUp() {
    String job =
        backup
            .startBackupJob(
                start -> start.backupVaultName("shop").resourceArn(table).iamRoleArn(ROLE))
            .backupJobId();
    var done = backup.describeBackupJob(describe -> describe.backupJobId(job));
    assertEquals(BackupJobState.COMPLETED, done.state(), done.statusMessage());
    return done.recoveryPointArn();
  }

  private int points() {
    return backup
        .listRecoveryPointsByBackupVault(list -> list.backupVaultName("shop"))
        .recoveryPoints()
        .size();
  }

  private void put(String id) {
    tables.putItem(put -> put.tableName("carts").item(key(id)));
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }
}
