package dev.rehearsal.cloud.cloudtrail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.logs.LogBatches;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudtrail.model.Trail;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/**
 * Sends a trail's events to its group of CloudWatch Logs, in the role that the trail names. Used by
 * one thread at a time.
 */
final class TrailLog {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SESSION = "CLOUDWATCH_LOGS";

  private final Surroundings aws;
  private final Trail trail;
  private final String group;
  private final String stream;
  private @Nullable Caller session;

  /** Of a trail that has a group and a role. */
  TrailLog(Surroundings aws, Trail trail) {
    this.aws = aws;
    this.trail = trail;
    this.group = trail.cloudWatchLogsLogGroupArn().split(":", -1)[6];
    this.stream = aws.account() + "_CloudTrail_" + trail.homeRegion();
  }

  /**
   * Refuses what no event could be sent to.
   *
   * @param group the ARN of a log group, which ends in {@code :*}; null where there is none
   * @param role null where there is none
   */
  static void check(@Nullable String group, @Nullable String role) {
    if (group != null && !group.matches("arn:aws[a-z-]*:logs:[^:]+:\\d{12}:log-group:[^:]+:\\*")) {
      throw TrailErrors.logGroup("The log group ARN is not valid: " + group);
    }
    if ((group == null) != (role == null)) {
      throw group != null
          ? TrailErrors.role("A log group needs a role: CloudWatchLogsRoleArn.")
          : TrailErrors.logGroup("A role needs a log group: CloudWatchLogsLogGroupArn.");
    }
  }

  /** Makes the stream, so that who makes the trail learns at once whether its role may. */
  void probe() {
    try {
      session();
    } catch (AwsServiceException refused) {
      throw TrailErrors.role("Access denied. Check the trust relationships for your role.");
    }
    try {
      makeStream();
    } catch (AwsServiceException refused) {
      throw TrailErrors.logGroup("Access denied. Check the permissions for your role.");
    }
  }

  /** Sends events, a line of JSON each. */
  void write(List<TrailEvent> events) {
    List<InputLogEvent> lines =
        events.stream()
            .map(
                event ->
                    InputLogEvent.builder()
                        .timestamp(event.time().toEpochMilli())
                        .message(text(event))
                        .build())
            .toList();
    for (List<InputLogEvent> batch : LogBatches.of(lines)) {
      logs().putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(batch));
    }
  }

  /** Whether a call was made by this log; telling of it would go on for ever. */
  boolean made(Hop hop) {
    return session != null && session.arn().equals(hop.facts().get("caller"));
  }

  private void makeStream() {
    try {
      logs().createLogStream(create -> create.logGroupName(group).logStreamName(stream));
    } catch (ResourceAlreadyExistsException there) {
      // Of an earlier trail, or of this one before it was changed.
    }
  }

  private CloudWatchLogsClient logs() {
    return aws.client(CloudWatchLogsClient.class, session());
  }

  private Caller session() {
    Caller open = session;
    if (open == null) {
      open =
          new RoleSessions(aws, "cloudtrail.amazonaws.com")
              .assume(trail.cloudWatchLogsRoleArn(), trail.trailARN(), SESSION);
      session = open;
    }
    return open;
  }

  private static String text(TrailEvent event) {
    try {
      return JSON.writeValueAsString(event.json());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
