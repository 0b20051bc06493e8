package dev.rehearsal.cloud.logs;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Amazon CloudWatch Logs. */
public final class Logs implements CloudWatchLogsClient {

  public Logs(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "logs";
  }

  @Override
  public void close() {}
}
