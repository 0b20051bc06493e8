package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Logs how deliveries ended, where a topic says with which role: in {@code
 * sns/REGION/ACCOUNT/TOPIC}, and what failed for good in {@code …/Failure}.
 */
final class DeliveryStatus {

  private static final System.Logger LOG = System.getLogger(DeliveryStatus.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What protocols' attributes of topics begin with. */
  private static final Map<String, String> PREFIXES =
      Map.of(
          "sqs",
          "SQS",
          "lambda",
          "Lambda",
          "http",
          "HTTP",
          "https",
          "HTTP",
          "application",
          "Application",
          "firehose",
          "Firehose");

  /**
   * How a delivery ended.
   *
   * @param response what the receiver answered, or why nothing was delivered
   */
  record Outcome(boolean success, int status, String response, int attempts) {}

  private final Surroundings aws;
  private final RoleSessions sessions;
  private final String stream;
  private final Map<String, Caller> callers = new ConcurrentHashMap<>();

  DeliveryStatus(Surroundings aws) {
    this.aws = aws;
    this.sessions = new RoleSessions(aws, "sns.amazonaws.com");
    this.stream = aws.ids().uuid();
  }

  /**
   * Logs an outcome where the topic wants it; a role that may not write leaves no log, as on AWS.
   */
  void log(Notification sent, Subscription to, Outcome outcome) {
    String prefix = PREFIXES.get(to.protocol);
    if (prefix == null) {
      return;
    }
    Map<String, String> attributes = sent.topic().attributes;
    String role =
        attributes.get(
            prefix + (outcome.success() ? "SuccessFeedbackRoleArn" : "FailureFeedbackRoleArn"));
    if (role == null || role.isEmpty() || (outcome.success() && !sampled(attributes, prefix))) {
      return;
    }
    String group =
        "sns/"
            + aws.region()
            + "/"
            + aws.account()
            + "/"
            + sent.topic().name
            + (outcome.success() ? "" : "/Failure");
    String line = line(sent, to, outcome);
    try {
      aws.workers().execute(() -> write(role, sent.topic().arn, group, line));
    } catch (RejectedExecutionException closing) {
      LOG.log(System.Logger.Level.DEBUG, "No delivery status: the cloud closes.");
    }
  }

  /** Failures are always logged, successes at the rate that the topic says: without one, none. */
  private static boolean sampled(Map<String, String> attributes, String prefix) {
    String rate = attributes.getOrDefault(prefix + "SuccessFeedbackSampleRate", "0");
    return !rate.isEmpty() && ThreadLocalRandom.current().nextInt(100) < Integer.parseInt(rate);
  }

  private String line(Notification sent, Subscription to, Outcome outcome) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode notification = line.putObject("notification");
    notification.put("messageMD5Sum", md5(sent.messageFor(to.protocol)));
    notification.put("messageId", sent.id());
    notification.put("topicArn", sent.topic().arn);
    notification.put("timestamp", TIME.format(sent.published()));
    ObjectNode delivery = line.putObject("delivery");
    delivery.put("deliveryId", aws.ids().uuid());
    delivery.put("destination", to.endpoint);
    delivery.put("providerResponse", outcome.response());
    delivery.put(
        "dwellTimeMs",
        Math.max(0, Duration.between(sent.published(), aws.clock().instant()).toMillis()));
    delivery.put("attempts", outcome.attempts());
    delivery.put("statusCode", outcome.status());
    line.put("status", outcome.success() ? "SUCCESS" : "FAILURE");
    return line.toString();
  }

  private void write(String role, String topic, String group, String line) {
    try {
      Caller caller =
          callers.computeIfAbsent(role, any -> sessions.assume(role, topic, "sns-delivery-status"));
      CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.class, caller);
      try {
        put(logs, group, line);
      } catch (ResourceNotFoundException noStream) {
        prepare(logs, group);
        put(logs, group, line);
      }
    } catch (AwsServiceException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The delivery status of " + topic + " is not logged: " + refused.getMessage());
    }
  }

  private void put(CloudWatchLogsClient logs, String group, String line) {
    InputLogEvent event =
        InputLogEvent.builder().timestamp(aws.clock().millis()).message(line).build();
    logs.putLogEvents(put -> put.logGroupName(group).logStreamName(stream).logEvents(event));
  }

  private void prepare(CloudWatchLogsClient logs, String group) {
    try {
      logs.createLogStream(create -> create.logGroupName(group).logStreamName(stream));
    } catch (ResourceAlreadyExistsException meanwhile) {
      // By another delivery.
    } catch (ResourceNotFoundException noGroup) {
      try {
        logs.createLogGroup(create -> create.logGroupName(group));
      } catch (ResourceAlreadyExistsException meanwhile) {
        // The same.
      }
      prepare(logs, group);
    }
  }

  private static String md5(@Nullable String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest(String.valueOf(text).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
