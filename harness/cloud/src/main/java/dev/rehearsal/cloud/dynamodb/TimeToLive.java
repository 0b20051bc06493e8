package dev.rehearsal.cloud.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/**
 * Deletes items after their time to live by the stage's clock. Looks every ten seconds, and at once
 * when a journey moves the clock. As on AWS, an item may be read for a while after it expired.
 */
final class TimeToLive {

  private static final System.Logger LOG = System.getLogger(TimeToLive.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration FIVE_YEARS = Duration.ofDays(5 * 365);

  private final Tables tables;
  private final Engine engine;
  private final Clock clock;
  private Instant lastLook = Instant.MIN;
  private long lastNanos;

  TimeToLive(Tables tables, Engine engine, Clock clock) {
    this.tables = tables;
    this.engine = engine;
    this.clock = clock;
    this.lastNanos = System.nanoTime();
  }

  /** Looks where it is time to. Cheap otherwise. */
  synchronized void tick() {
    if (!engine.started() || tables.all().stream().allMatch(t -> t.ttlAttribute == null)) {
      return;
    }
    Instant now = clock.instant();
    Duration wall = Duration.ofNanos(System.nanoTime() - lastNanos);
    boolean jumped =
        lastLook.equals(Instant.MIN) || now.isAfter(lastLook.plus(wall).plusSeconds(1));
    if (!jumped && wall.compareTo(PAUSE) < 0) {
      return;
    }
    lastLook = now;
    lastNanos = System.nanoTime();
    for (Table table : tables.all()) {
      String attribute = table.ttlAttribute;
      if (attribute != null) {
        expire(table.name, attribute, now);
      }
    }
  }

  private void expire(String table, String attribute, Instant now) {
    try {
      DynamoDbClient client = engine.client();
      Map<String, String> names = new HashMap<>(Map.of("#ttl", attribute));
      Map<String, AttributeValue> values =
          Map.of(
              ":now", AttributeValue.fromN(Long.toString(now.getEpochSecond())),
              ":old", AttributeValue.fromN(Long.toString(now.minus(FIVE_YEARS).getEpochSecond())));
      String expired = "#ttl < :now AND #ttl > :old";
      var keys =
          client.describeTable(d -> d.tableName(table)).table().keySchema().stream()
              .map(KeySchemaElement::attributeName)
              .toList();
      client
          .scanPaginator(
              s ->
                  s.tableName(table)
                      .filterExpression(expired)
                      .expressionAttributeNames(names)
                      .expressionAttributeValues(values))
          .items()
          .forEach(
              item ->
                  delete(
                      client,
                      table,
                      keys.stream().collect(Collectors.toMap(key -> key, item::get)),
                      expired,
                      names,
                      values));
    } catch (AwsServiceException | IllegalStateException gone) {
      LOG.log(System.Logger.Level.DEBUG, "No expiry in " + table, gone);
    }
  }

  private static void delete(
      DynamoDbClient client,
      String table,
      Map<String, AttributeValue> key,
      String expired,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    try {
      client.deleteItem(
          d ->
              d.tableName(table)
                  .key(key)
                  .conditionExpression(expired)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(values));
    } catch (ConditionalCheckFailedException renewed) {
      LOG.log(System.Logger.Level.DEBUG, "An item of " + table + " was renewed in time", renewed);
    }
  }
}
