package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.kms.Kms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Keeps items of tables under a customer's KMS key shut while that key can't be used. */
final class TableEncryption {

  private final Surroundings aws;
  private final Tables tables;

  TableEncryption(Surroundings aws, Tables tables) {
    this.aws = aws;
    this.tables = tables;
  }

  /** A request without a table is for DynamoDB Local to refuse. */
  void check(@Nullable String nameOrArn) {
    Table table = nameOrArn == null ? null : tables.find(nameOrArn);
    if (table != null) {
      check(table);
    }
  }

  void check(@Nullable TransactWriteItem item) {
    if (item == null) {
      return;
    }
    if (item.put() != null) {
      check(item.put().tableName());
    } else if (item.update() != null) {
      check(item.update().tableName());
    } else if (item.delete() != null) {
      check(item.delete().tableName());
    } else if (item.conditionCheck() != null) {
      check(item.conditionCheck().tableName());
    }
  }

  /** A PartiQL statement quotes its table, or stands for it by name alone. */
  void checkStatement(@Nullable String statement) {
    if (statement == null) {
      return;
    }
    for (Table table : tables.all()) {
      if (statement.contains(table.name)) {
        check(table);
      }
    }
  }

  private void check(Table table) {
    String key = table.kmsKeyArn;
    Optional<String> why =
        key == null ? Optional.empty() : aws.peer(Kms.class, aws.region()).unusable(key);
    if (why.isPresent()) {
      throw AwsError.of(
          DynamoDbException.builder(),
          "AccessDeniedException",
          400,
          "The KMS key of table " + table.name + " can't be used: " + why.get());
    }
  }
}
