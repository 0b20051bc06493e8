package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.sns.SnsClient;

/** Amazon SNS. */
public final class Sns implements SnsClient {

  public Sns(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "sns";
  }

  @Override
  public void close() {}
}
