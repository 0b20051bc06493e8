package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.logs.LogBatches;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Sends what functions print to CloudWatch Logs, with each function's own role. Thread-safe. */
final class LogSender {

  private static final System.Logger LOG = System.getLogger(LogSender.class.getName());

  private final Surroundings aws;
  private final RoleSessions sessions;
  private final Map<String, Boolean> streams = new ConcurrentHashMap<>();

  LogSender(Surroundings aws, RoleSessions sessions) {
    this.aws = aws;
    this.sessions = sessions;
  }

  /** Sends what a process printed since the last time, on another thread. */
  void flush(FunctionProcess process) {
    aws.workers().execute(() -> send(process));
  }

  /** Sends it on this thread. */
  void send(FunctionProcess process) {
    FunctionLog log = process.log();
    synchronized (log) {
      List<InputLogEvent> events =
          log.take().stream()
              .map(
                  line ->
                      InputLogEvent.builder()
                          .timestamp(line.timestamp())
                          .message(line.text())
                          .build())
              .toList();
      FunctionVersion version = process.version();
      try {
        CloudWatchLogsClient logs =
            aws.client(CloudWatchLogsClient.class, sessions.caller(version));
        for (List<InputLogEvent> batch : LogBatches.of(events)) {
          put(logs, version.logGroup(), process.logStream(), batch);
        }
      } catch (SdkException refused) {
        // As on AWS: a role that may not write logs leaves none; the function runs on.
        LOG.log(
            System.Logger.Level.DEBUG,
            "No logs of " + version.name() + ": " + refused.getMessage());
      }
    }
  }

  private void put(
      CloudWatchLogsClient logs, String group, String stream, List<InputLogEvent> events) {
    if (streams.putIfAbsent(stream, true) == null) {
      try {
        create(logs, group, stream);
      } catch (SdkException refused) {
        streams.remove(stream);
        throw refused;
      }
    }
    logs.putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(events));
  }

  private static void create(CloudWatchLogsClient logs, String group, String stream) {
    try {
      logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
    } catch (AwsServiceException missing) {
      if (missing.awsErrorDetails() == null
          || !missing.awsErrorDetails().errorCode().equals("ResourceNotFoundException")) {
        throw missing;
      }
      logs.createLogGroup(create -> create.logGroupName(group));
      logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
    }
  }
}
