package dev.rehearsal.cloud.ses;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.ses.SesClient;

/** Amazon SES, the first API. */
public final class Ses implements SesClient {

  public Ses(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "ses";
  }

  @Override
  public void close() {}
}
