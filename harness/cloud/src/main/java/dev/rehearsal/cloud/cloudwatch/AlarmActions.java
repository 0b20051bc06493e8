package dev.rehearsal.cloud.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.sns.SnsClient;

/** What an alarm does when its state changes: it tells topics. */
final class AlarmActions {

  private static final System.Logger LOG = System.getLogger(AlarmActions.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  private final Surroundings aws;

  AlarmActions(Surroundings aws) {
    this.aws = aws;
  }

  static void check(List<String> actions) {
    for (String action : actions) {
      if (!action.matches("arn:aws[a-zA-Z-]*:sns:[^:]+:\\d{12}:.+")) {
        throw Errors.unsupported("alarm actions other than SNS topics, such as " + action);
      }
    }
  }

  /** Tells the topics of the alarm's new state, on another thread. */
  void run(MetricAlarm before, MetricAlarm alarm) {
    if (!Boolean.TRUE.equals(alarm.actionsEnabled())) {
      return;
    }
    List<String> topics =
        switch (alarm.stateValue()) {
          case ALARM -> alarm.alarmActions();
          case OK -> alarm.okActions();
          default -> alarm.insufficientDataActions();
        };
    if (topics.isEmpty()) {
      return;
    }
    String message = message(before, alarm);
    String subject =
        String.format(
            "%s: \"%s\" in %s", alarm.stateValueAsString(), alarm.alarmName(), regionName());
    for (String topic : topics) {
      aws.workers().execute(() -> publish(alarm, topic, subject, message));
    }
  }

  private void publish(MetricAlarm alarm, String topic, String subject, String message) {
    try {
      aws.client(
              SnsClient.class,
              aws.service("cloudwatch.amazonaws.com", alarm.alarmArn()),
              topic.split(":", -1)[3])
          .publish(
              publish ->
                  publish
                      .topicArn(topic)
                      .subject(subject.substring(0, Math.min(100, subject.length())))
                      .message(message));
    } catch (SdkException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The alarm "
              + alarm.alarmName()
              + " did not reach "
              + topic
              + ": "
              + refused.getMessage());
    }
  }

  private String regionName() {
    return Region.of(aws.region()).metadata() == null
        ? aws.region()
        : Region.of(aws.region()).metadata().description();
  }

  private String message(MetricAlarm before, MetricAlarm alarm) {
    ObjectNode document = JSON.createObjectNode();
    document.put("AlarmName", alarm.alarmName());
    document.put("AlarmDescription", alarm.alarmDescription());
    document.put("AWSAccountId", aws.account());
    document.put(
        "AlarmConfigurationUpdatedTimestamp", time(alarm.alarmConfigurationUpdatedTimestamp()));
    document.put("NewStateValue", alarm.stateValueAsString());
    document.put("NewStateReason", alarm.stateReason());
    document.put("StateChangeTime", time(alarm.stateUpdatedTimestamp()));
    document.put("Region", regionName());
    document.put("AlarmArn", alarm.alarmArn());
    document.put("OldStateValue", before.stateValueAsString());
    array(document.putArray("OKActions"), alarm.okActions());
    array(document.putArray("AlarmActions"), alarm.alarmActions());
    array(document.putArray("InsufficientDataActions"), alarm.insufficientDataActions());
    ObjectNode trigger = document.putObject("Trigger");
    if (alarm.metricName() != null) {
      trigger.put("MetricName", alarm.metricName());
      trigger.put("Namespace", alarm.namespace());
      trigger.put(
          "StatisticType", alarm.extendedStatistic() == null ? "Statistic" : "ExtendedStatistic");
      trigger.put(
          alarm.extendedStatistic() == null ? "Statistic" : "ExtendedStatistic",
          alarm.extendedStatistic() == null
              ? alarm.statisticAsString().toUpperCase(Locale.ROOT)
              : alarm.extendedStatistic());
      trigger.put("Unit", alarm.unitAsString());
      ArrayNode dimensions = trigger.putArray("Dimensions");
      alarm
          .dimensions()
          .forEach(
              each -> dimensions.addObject().put("value", each.value()).put("name", each.name()));
    }
    trigger.put("Period", Alarm.period(alarm));
    trigger.put("EvaluationPeriods", alarm.evaluationPeriods());
    if (alarm.datapointsToAlarm() != null) {
      trigger.put("DatapointsToAlarm", alarm.datapointsToAlarm());
    }
    trigger.put("ComparisonOperator", alarm.comparisonOperatorAsString());
    trigger.put("Threshold", alarm.threshold());
    trigger.put(
        "TreatMissingData", alarm.treatMissingData() == null ? "" : alarm.treatMissingData());
    trigger.put("EvaluateLowSampleCountPercentile", "");
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void array(ArrayNode into, List<String> values) {
    values.forEach(into::add);
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
