package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.iam.IamClient;

/** AWS Identity and Access Management. */
public final class Iam implements IamClient {

  public Iam(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "iam";
  }

  @Override
  public void close() {}
}
