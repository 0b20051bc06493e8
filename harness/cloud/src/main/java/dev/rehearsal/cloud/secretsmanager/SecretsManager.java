package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** AWS Secrets Manager. */
public final class SecretsManager implements SecretsManagerClient {

  public SecretsManager(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "secretsmanager";
  }

  @Override
  public void close() {}
}
