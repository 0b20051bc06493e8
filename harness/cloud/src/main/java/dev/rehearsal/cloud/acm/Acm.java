package dev.rehearsal.cloud.acm;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.acm.AcmClient;

/** AWS Certificate Manager. */
public final class Acm implements AcmClient {

  public Acm(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "acm";
  }

  @Override
  public void close() {}
}
