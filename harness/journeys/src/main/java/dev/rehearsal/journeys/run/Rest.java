package dev.rehearsal.journeys.run;

import dev.rehearsal.stage.EmbeddedStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Brings the shop to rest after faults: lets time pass, so that what comes by the clock comes now:
 * the sweeper, the relay, and messages that were hidden.
 */
final class Rest {

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int LEAPS = 3;

  /** Longer than a message stays hidden, stock stays held and a notification stays claimed. */
  private static final Duration LEAP = Duration.ofMinutes(4);

  private final EmbeddedStage stage;
  private final Outputs outputs;

  Rest(EmbeddedStage stage) {
    this.stage = stage;
    this.outputs = new Outputs(stage.outputs());
  }

  /** Waits until nothing is broken any more, or it has been long enough. */
  <T> List<T> await(List<T> all, java.util.function.Predicate<T> broken) {
    List<T> open = until(all, broken, PATIENCE);
    for (int leap = 0; leap < LEAPS && !open.isEmpty(); leap++) {
      letTimePass();
      open = until(open, broken, PATIENCE);
    }
    return open;
  }

  /** Waits without letting time pass: what is still broken after so long. */
  static <T> List<T> until(List<T> all, java.util.function.Predicate<T> broken, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<T> open = all.stream().filter(broken).toList();
    while (!open.isEmpty() && System.nanoTime() < end) {
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return open;
      }
      open = open.stream().filter(broken).toList();
    }
    return open;
  }

  private void letTimePass() {
    endClaims();
    stage.clock().move(LEAP);
    String now = "{\"time\":\"" + stage.clock().instant() + "\"}";
    repeat(() -> invoke("sweeper", now));
    repeat(() -> invoke("outbox-relay", "{}"));
  }

  /** A function that fails because of what is left over succeeds in the end. */
  private static void repeat(Supplier<Boolean> work) {
    for (int attempt = 0; attempt < 3; attempt++) {
      if (work.get()) {
        return;
      }
    }
  }

  private boolean invoke(String function, String event) {
    return stage
            .client(LambdaClient.class)
            .invoke(
                call ->
                    call.functionName(outputs.function(function))
                        .payload(SdkBytes.fromUtf8String(event)))
            .functionError()
        == null;
  }

  /** Functions write the machine's time, which does not leap: what they wrote is made older. */
  private void endClaims() {
    DynamoDbClient dynamoDb = stage.client(DynamoDbClient.class);
    String table = outputs.table("notifications");
    List<String> claimed = new ArrayList<>();
    dynamoDb
        .scanPaginator(
            scan ->
                scan.tableName(table)
                    .filterExpression("#status = :sending")
                    .expressionAttributeNames(Map.of("#status", "status"))
                    .expressionAttributeValues(Map.of(":sending", AttributeValue.fromS("SENDING"))))
        .items()
        .forEach(item -> claimed.add(Objects.requireNonNull(item.get("id")).s()));
    for (String id : claimed) {
      var unused =
          dynamoDb.updateItem(
              update ->
                  update
                      .tableName(table)
                      .key(Map.of("id", AttributeValue.fromS(id)))
                      .updateExpression("set leaseUntil = :past")
                      .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("0"))));
    }
  }
}
