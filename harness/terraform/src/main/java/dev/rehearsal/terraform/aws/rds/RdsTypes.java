package dev.rehearsal.terraform.aws.rds;

import dev.rehearsal.terraform.provider.OperationTagging;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Tagging;
import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;

/** What the provider serves of RDS. */
public final class RdsTypes {

  private RdsTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new DbInstance(), new DbParameterGroup(), new DbSubnetGroup());
  }

  static OperationTagging tagging() {
    return Tagging.of(RdsClient.class, "arn")
        .operations("AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource");
  }
}
