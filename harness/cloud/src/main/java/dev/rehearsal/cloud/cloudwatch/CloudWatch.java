package dev.rehearsal.cloud.cloudwatch;

import dev.rehearsal.cloud.Surroundings;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Amazon CloudWatch. */
public final class CloudWatch implements CloudWatchClient {

  public CloudWatch(Surroundings aws) {}

  /** Keeps one value of a metric that a service of the embedded AWS reports about itself. */
  public void emit(
      String namespace, String metric, Map<String, String> dimensions, double value, String unit) {}

  @Override
  public String serviceName() {
    return "cloudwatch";
  }

  @Override
  public void close() {}
}
