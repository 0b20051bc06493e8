package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/** Delivers flow logs to CloudWatch Logs in the role that each log names. */
final class FlowLogDelivery {

  private final Store store;
  private final RoleSessions sessions;
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();

  FlowLogDelivery(Store store) {
    this.store = store;
    this.sessions = new RoleSessions(store.aws(), "vpc-flow-logs.amazonaws.com");
  }

  /** Delivers lines on another thread; a log whose role may not write says so in its status. */
  void deliver(List<FlowLogs.Line> lines) {
    if (!lines.isEmpty()) {
      store.aws().workers().execute(() -> lines.forEach(this::send));
    }
  }

  private void send(FlowLogs.Line line) {
    try {
      Caller caller =
          callers.computeIfAbsent(
              line.log().deliverLogsPermissionArn(),
              role ->
                  sessions.assume(
                      role,
                      store.arn("vpc-flow-log/" + line.log().flowLogId()),
                      line.log().flowLogId()));
      put(store.aws().client(CloudWatchLogsClient.class, caller), line);
      status(line, "SUCCESS", null);
    } catch (AwsServiceException refused) {
      status(line, "FAILED", refused.statusCode() == 400 ? "Access error" : "Unknown error");
    }
  }

  private void put(CloudWatchLogsClient logs, FlowLogs.Line line) {
    String group = line.log().logGroupName();
    try {
      logs.createLogStream(create -> create.logGroupName(group).logStreamName(line.stream()));
    } catch (ResourceAlreadyExistsException there) {
      // One stream an interface: only its first line makes it.
    }
    logs.putLogEvents(
        put ->
            put.logGroupName(group)
                .logStreamName(line.stream())
                .logEvents(
                    event -> event.timestamp(store.aws().clock().millis()).message(line.text())));
  }

  private void status(FlowLogs.Line line, String status, @Nullable String error) {
    store.locked(
        () -> {
          String id = line.log().flowLogId();
          if (store.flowLogs.has(id)) {
            store.flowLogs.put(
                id,
                store.flowLogs.get(id).toBuilder()
                    .deliverLogsStatus(status)
                    .deliverLogsErrorMessage(error)
                    .build());
          }
          return id;
        });
  }
}
