package dev.rehearsal.cloud.dynamodb;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Amazon DynamoDB. */
public final class DynamoDb implements DynamoDbClient {

  public DynamoDb(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
