package dev.rehearsal.terraform.aws.dynamodb;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of DynamoDB. */
public final class DynamoDbTypes {

  private DynamoDbTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new TableType());
  }
}
