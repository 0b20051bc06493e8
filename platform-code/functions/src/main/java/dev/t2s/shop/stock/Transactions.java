package dev.t2s.shop.stock;

import dev.t2s.shop.runtime.Backoff;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Writes transactions; meets others on the same items with patience. */
public final class Transactions {

  private static final int ATTEMPTS = 10;

  private final DynamoDbClient dynamoDb;

  public Transactions(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /**
   * Writes all or nothing.
   *
   * @return empty where it was written; the reasons, one an item, where a condition did not hold
   * @throws TransactionCanceledException where it was cancelled for another reason, time and again
   */
  public Optional<List<CancellationReason>> write(List<TransactWriteItem> items) {
    for (int attempt = 1; ; attempt++) {
      try {
        dynamoDb.transactWriteItems(write -> write.transactItems(items));
        return Optional.empty();
      } catch (TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        if (reasons.stream().anyMatch(Transactions::isCondition)) {
          return Optional.of(reasons);
        }
        // A conflict with another transaction, or throttling: the SDK does not retry these.
        boolean passing =
            reasons.stream()
                .map(CancellationReason::code)
                .anyMatch(
                    code ->
                        "TransactionConflict".equals(code)
                            || "ThrottlingError".equals(code)
                            || "ProvisionedThroughputExceeded".equals(code));
        if (!passing || attempt == ATTEMPTS) {
          throw cancelled;
        }
        Backoff.pause(attempt);
      }
    }
  }

  static boolean isCondition(CancellationReason reason) {
    return "ConditionalCheckFailed".equals(reason.code());
  }
}
