package dev.rehearsal.terraform.aws.secretsmanager;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of Secrets Manager. */
public final class SecretsManagerTypes {

  private SecretsManagerTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new Secret(), new SecretRotation(), new SecretVersion());
  }
}
