package dev.rehearsal.cloud.cloudwatch;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Amazon CloudWatch. */
public final class CloudWatch implements CloudWatchClient {

  public CloudWatch(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "cloudwatch";
  }

  @Override
  public void close() {}
}
