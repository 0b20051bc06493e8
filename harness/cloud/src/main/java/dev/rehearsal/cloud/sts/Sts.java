package dev.rehearsal.cloud.sts;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS Security Token Service. */
public final class Sts implements StsClient {

  public Sts(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "sts";
  }

  @Override
  public void close() {}
}
