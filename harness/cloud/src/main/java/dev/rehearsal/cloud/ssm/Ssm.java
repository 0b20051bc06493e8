package dev.rehearsal.cloud.ssm;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.ssm.SsmClient;

/** AWS Systems Manager Parameter Store. */
public final class Ssm implements SsmClient {

  public Ssm(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "ssm";
  }

  @Override
  public void close() {}
}
