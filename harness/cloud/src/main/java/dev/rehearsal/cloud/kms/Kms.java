package dev.rehearsal.cloud.kms;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.kms.KmsClient;

/** AWS Key Management Service. */
public final class Kms implements KmsClient {

  public Kms(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "kms";
  }

  @Override
  public void close() {}
}
