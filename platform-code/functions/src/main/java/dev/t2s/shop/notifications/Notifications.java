package dev.t2s.shop.notifications;

import static dev.t2s.shop.runtime.Attributes.n;
import static dev.t2s.shop.runtime.Attributes.s;

import dev.t2s.shop.runtime.TraceHeader;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Remembers which message went out on which channel. A message goes out again only when it is not
 * known whether it did.
 */
final class Notifications {

  /** Whether a message may be sent now. */
  enum Claim {
    GRANTED,
    ALREADY_SENT,
    /** Another invocation is sending it, or died doing so: ask later. */
    BUSY
  }

  private static final long LEASE_SECONDS = 60;
  private static final long KEPT_SECONDS = 90L * 24 * 3600;

  private final DynamoDbClient dynamoDb;
  private final String table;

  Notifications(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  Claim claim(String id, @Nullable String trace) {
    long now = Instant.now().getEpochSecond();
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(
                      Map.of(
                          "id", s(id),
                          "status", s("SENDING"),
                          "leaseUntil", n(now + LEASE_SECONDS),
                          "expiresAt", n(now + KEPT_SECONDS)))
                  .conditionExpression(
                      "attribute_not_exists(id) or #status = :unknown"
                          + " or (#status = :sending and leaseUntil < :now)")
                  .expressionAttributeNames(Map.of("#status", "status"))
                  .expressionAttributeValues(
                      Map.of(":unknown", s("UNKNOWN"), ":sending", s("SENDING"), ":now", n(now)))
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                  .overrideConfiguration(TraceHeader.carrying(trace)));
      return Claim.GRANTED;
    } catch (ConditionalCheckFailedException taken) {
      AttributeValue status = taken.hasItem() ? taken.item().get("status") : null;
      return status != null && "SENT".equals(status.s()) ? Claim.ALREADY_SENT : Claim.BUSY;
    }
  }

  void sent(String id, @Nullable String trace) {
    status(id, "SENT", trace);
  }

  /** It is not known whether the message went out: the next attempt sends it. */
  void unknown(String id, @Nullable String trace) {
    status(id, "UNKNOWN", trace);
  }

  private void status(String id, String status, @Nullable String trace) {
    dynamoDb.updateItem(
        update ->
            update
                .tableName(table)
                .key(Map.of("id", s(id)))
                .updateExpression("set #status = :status")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(":status", s(status)))
                .overrideConfiguration(TraceHeader.carrying(trace)));
  }
}
