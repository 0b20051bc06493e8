package dev.rehearsal.cloud.sesv2;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Amazon SES, API v2. */
public final class SesV2 implements SesV2Client {

  public SesV2(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "sesv2";
  }

  @Override
  public void close() {}
}
