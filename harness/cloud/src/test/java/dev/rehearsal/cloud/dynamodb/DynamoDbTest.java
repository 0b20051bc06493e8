package dev.rehearsal.cloud.dynamodb;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

final class DynamoDbTest {

  private static final Caller ROOT = new Caller.Root("123456789012", null);
  private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/products";

  private final MovableClock clock = new MovableClock(Instant.now());
  private final Cloud cloud;
  private final DynamoDbClient dynamo;

  DynamoDbTest(@TempDir Path folder) {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    dynamo = cloud.client(DynamoDbClient.class, ROOT, "eu-west-1");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void describesTablesOfThisAccountAndRegion() {
    TableDescription created = dynamo.createTable(products().build()).tableDescription();
    assertEquals(TableStatus.CREATING, created.tableStatus());

    TableDescription table = dynamo.describeTable(d -> d.tableName("products")).table();
    assertEquals(TableStatus.ACTIVE, table.tableStatus());
    assertEquals(ARN, table.tableArn());
    assertEquals(clock.instant(), table.creationDateTime());
    assertEquals(BillingMode.PAY_PER_REQUEST, table.billingModeSummary().billingMode());
    assertTrue(table.latestStreamArn().startsWith(ARN + "/stream/"));
    assertThrows(
        ResourceNotFoundException.class,
        () ->
            cloud
                .client(DynamoDbClient.class, ROOT, "us-east-1")
                .describeTable(d -> d.tableName("products")));
  }

  @Test
  void keepsItemsAndChecksConditions() {
    dynamo.createTable(products().build());
    put(Map.of("sku", text("a"), "price", number(1)));
    assertEquals("1", get("a").getOrDefault("price", text("none")).n());
    ConditionalCheckFailedException taken =
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                dynamo.putItem(
                    p ->
                        p.tableName("products")
                            .item(Map.of("sku", text("a")))
                            .conditionExpression("attribute_not_exists(sku)")));
    assertEquals("ConditionalCheckFailedException", taken.awsErrorDetails().errorCode());
    ResourceNotFoundException missing =
        assertThrows(
            ResourceNotFoundException.class,
            () -> dynamo.getItem(g -> g.tableName("nowhere").key(Map.of("sku", text("a")))));
    assertEquals("Requested resource not found", missing.awsErrorDetails().errorMessage());
  }

  @Test
  void protectsFromDeletionEvenAfterAnotherUpdate() {
    dynamo.createTable(products().deletionProtectionEnabled(true).build());
    dynamo.updateTable(
        u ->
            u.tableName("products")
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(1L)));
    DynamoDbException refused =
        assertThrows(
            DynamoDbException.class, () -> dynamo.deleteTable(d -> d.tableName("products")));
    assertEquals("ValidationException", refused.awsErrorDetails().errorCode());
    dynamo.updateTable(u -> u.tableName("products").deletionProtectionEnabled(false));
    dynamo.deleteTable(d -> d.tableName("products"));
    assertTrue(dynamo.listTables().tableNames().isEmpty());
  }

  @Test
  void keepsTagsAndPointInTimeRecovery() {
    dynamo.createTable(products().tags(tag("env", "dev")).build());
    dynamo.tagResource(t -> t.resourceArn(ARN).tags(tag("team", "shop")));
    dynamo.untagResource(t -> t.resourceArn(ARN).tagKeys("env"));
    assertEquals(
        java.util.List.of(tag("team", "shop")),
        dynamo.listTagsOfResource(l -> l.resourceArn(ARN)).tags());

    assertEquals(PointInTimeRecoveryStatus.DISABLED, recovery());
    dynamo.updateContinuousBackups(
        u ->
            u.tableName("products")
                .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    assertEquals(PointInTimeRecoveryStatus.ENABLED, recovery());
  }

  @Test
  void expiresItemsByTheStagesClock() {
    dynamo.createTable(products().build());
    dynamo.updateTimeToLive(
        u ->
            u.tableName("products")
                .timeToLiveSpecification(t -> t.enabled(true).attributeName("expires")));
    put(Map.of("sku", text("cart"), "expires", number(clock.instant().getEpochSecond() + 3600)));
    put(Map.of("sku", text("kept"), "expires", text("not a number")));
    assertFalse(get("cart").isEmpty());
    clock.move(Duration.ofHours(2));
    await().until(() -> get("cart").isEmpty());
    assertFalse(get("kept").isEmpty());
  }

  @Test
  void warmingUpLeavesNoTable() {
    cloud.peer(DynamoDb.class, "123456789012", "eu-west-1").warm();
    assertTrue(dynamo.listTables().tableNames().isEmpty());
  }

  private PointInTimeRecoveryStatus recovery() {
    return dynamo
        .describeContinuousBackups(d -> d.tableName("products"))
        .continuousBackupsDescription()
        .pointInTimeRecoveryDescription()
        .pointInTimeRecoveryStatus();
  }

  private void put(Map<String, AttributeValue> item) {
    dynamo.putItem(p -> p.tableName("products").item(item));
  }

  private Map<String, AttributeValue> get(String sku) {
    return dynamo.getItem(g -> g.tableName("products").key(Map.of("sku", text(sku)))).item();
  }

  private static CreateTableRequest.Builder products() {
    return CreateTableRequest.builder()
        .tableName("products")
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .streamSpecification(s -> s.streamEnabled(true).streamViewType("NEW_IMAGE"))
        .keySchema(KeySchemaElement.builder().attributeName("sku").keyType(KeyType.HASH).build())
        .attributeDefinitions(
            AttributeDefinition.builder()
                .attributeName("sku")
                .attributeType(ScalarAttributeType.S)
                .build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
