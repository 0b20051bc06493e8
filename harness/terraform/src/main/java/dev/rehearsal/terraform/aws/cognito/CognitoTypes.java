package dev.rehearsal.terraform.aws.cognito;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of Cognito. */
public final class CognitoTypes {

  private CognitoTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new UserPool(), new UserPoolClient(), new UserGroup());
  }
}
