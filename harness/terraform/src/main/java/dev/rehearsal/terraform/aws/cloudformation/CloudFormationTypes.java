package dev.rehearsal.terraform.aws.cloudformation;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of CloudFormation. */
public final class CloudFormationTypes {

  private CloudFormationTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new StackType());
  }
}
