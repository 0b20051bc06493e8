package dev.rehearsal.cloud.cloudwatch;

import dev.rehearsal.cloud.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** The alarms of one account and region, judged every second by the stage's clock. Thread-safe. */
final class Alarms implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Alarms.class.getName());

  private final Surroundings aws;
  private final Queries queries;
  private final AlarmActions actions;
  private final Map<String, MetricAlarm> alarms = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentSkipListMap<>();
  private @Nullable ScheduledFuture<?> judging;

  Alarms(Surroundings aws, Queries queries) {
    this.aws = aws;
    this.queries = queries;
    this.actions = new AlarmActions(aws);
  }

  synchronized void put(PutMetricAlarmRequest request) {
    check(request);
    MetricAlarm before = alarms.get(request.alarmName());
    var now = aws.clock().instant();
    MetricAlarm alarm =
        MetricAlarm.builder()
            .alarmName(request.alarmName())
            .alarmArn(aws.arn("cloudwatch", "alarm:" + request.alarmName()))
            .alarmDescription(request.alarmDescription())
            .actionsEnabled(!Boolean.FALSE.equals(request.actionsEnabled()))
            .okActions(request.okActions())
            .alarmActions(request.alarmActions())
            .insufficientDataActions(request.insufficientDataActions())
            .metricName(request.metricName())
            .namespace(request.namespace())
            .statistic(request.statistic())
            .extendedStatistic(request.extendedStatistic())
            .dimensions(request.dimensions())
            .period(request.period())
            .unit(request.unit())
            .evaluationPeriods(request.evaluationPeriods())
            .datapointsToAlarm(request.datapointsToAlarm())
            .threshold(request.threshold())
            .comparisonOperator(request.comparisonOperator())
            .treatMissingData(request.treatMissingData())
            .evaluateLowSampleCountPercentile(request.evaluateLowSampleCountPercentile())
            .metrics(request.hasMetrics() ? request.metrics() : null)
            .alarmConfigurationUpdatedTimestamp(now)
            .stateValue(before == null ? StateValue.INSUFFICIENT_DATA : before.stateValue())
            .stateReason(
                before == null ? "Unchecked: Initial alarm creation" : before.stateReason())
            .stateUpdatedTimestamp(before == null ? now : before.stateUpdatedTimestamp())
            .stateTransitionedTimestamp(before == null ? now : before.stateTransitionedTimestamp())
            .build();
    alarms.put(alarm.alarmName(), alarm);
    if (before == null) {
      Map<String, String> own = tags(alarm.alarmArn());
      request.tags().forEach(tag -> own.put(tag.key(), tag.value()));
    }
    if (judging == null) {
      judging = aws.scheduler().scheduleWithFixedDelay(this::judge, 1, 1, TimeUnit.SECONDS);
    }
  }

  private static void check(PutMetricAlarmRequest request) {
    AlarmActions.check(request.alarmActions());
    AlarmActions.check(request.okActions());
    AlarmActions.check(request.insufficientDataActions());
    if (request.evaluationPeriods() == null || request.evaluationPeriods() < 1) {
      throw Errors.validation("The parameter EvaluationPeriods must be at least 1.");
    }
    if (request.thresholdMetricId() != null || request.threshold() == null) {
      throw Errors.unsupported("alarms without a fixed threshold");
    }
    if (request.hasMetrics() == (request.metricName() != null)) {
      throw Errors.validation("Exactly one of MetricName and Metrics must be given.");
    }
    if (request.metricName() != null) {
      Queries.checkPeriod(request.period());
      if ((request.statistic() == null) == (request.extendedStatistic() == null)) {
        throw Errors.validation("Exactly one of Statistic and ExtendedStatistic must be given.");
      }
    }
    if (request.datapointsToAlarm() != null
        && request.datapointsToAlarm() > request.evaluationPeriods()) {
      throw Errors.validation("DatapointsToAlarm must not be greater than EvaluationPeriods.");
    }
  }

  private void judge() {
    for (MetricAlarm alarm : alarms.values()) {
      try {
        Alarm.Verdict verdict = Alarm.evaluate(alarm, queries, aws.clock().millis());
        if (verdict.state() != alarm.stateValue()) {
          set(alarm.alarmName(), verdict.state(), verdict.reason(), null);
        }
      } catch (RuntimeException failure) {
        LOG.log(System.Logger.Level.WARNING, "Alarm " + alarm.alarmName() + " not judged", failure);
      }
    }
  }

  void set(SetAlarmStateRequest request) {
    if (!alarms.containsKey(request.alarmName())) {
      throw Errors.noAlarm(request.alarmName());
    }
    set(
        request.alarmName(),
        request.stateValue(),
        request.stateReason(),
        request.stateReasonData());
  }

  private synchronized void set(
      String name, StateValue state, String reason, @Nullable String data) {
    MetricAlarm before = alarms.get(name);
    if (before == null) {
      return;
    }
    var now = aws.clock().instant();
    MetricAlarm after =
        before.toBuilder()
            .stateValue(state)
            .stateReason(reason)
            .stateReasonData(data)
            .stateUpdatedTimestamp(now)
            .stateTransitionedTimestamp(now)
            .build();
    alarms.put(name, after);
    if (before.stateValue() != state) {
      actions.run(before, after);
    }
  }

  synchronized void enable(List<String> names, boolean enabled) {
    for (String name : names) {
      alarms.computeIfPresent(
          name, (any, alarm) -> alarm.toBuilder().actionsEnabled(enabled).build());
    }
  }

  synchronized void delete(List<String> names) {
    for (String name : names) {
      if (!alarms.containsKey(name)) {
        throw Errors.noAlarm(name);
      }
    }
    names.forEach(
        name -> {
          alarms.remove(name);
          tags.remove(aws.arn("cloudwatch", "alarm:" + name));
        });
  }

  DescribeAlarmsResponse describe(DescribeAlarmsRequest request) {
    if (!request.alarmTypesAsStrings().isEmpty()
        && !request.alarmTypesAsStrings().contains("MetricAlarm")) {
      return DescribeAlarmsResponse.builder().build();
    }
    List<MetricAlarm> found =
        alarms.values().stream()
            .filter(
                alarm ->
                    !request.hasAlarmNames() || request.alarmNames().contains(alarm.alarmName()))
            .filter(
                alarm ->
                    request.alarmNamePrefix() == null
                        || alarm.alarmName().startsWith(request.alarmNamePrefix()))
            .filter(
                alarm -> request.stateValue() == null || request.stateValue() == alarm.stateValue())
            .toList();
    Batch<MetricAlarm> batch = Batch.of(found, request.nextToken(), request.maxRecords(), 100);
    return DescribeAlarmsResponse.builder()
        .metricAlarms(batch.items())
        .nextToken(batch.next())
        .build();
  }

  List<MetricAlarm> of(DescribeAlarmsForMetricRequest request) {
    MetricKey key = MetricKey.of(request.namespace(), request.metricName(), request.dimensions());
    return alarms.values().stream()
        .filter(alarm -> alarm.metricName() != null)
        .filter(
            alarm ->
                MetricKey.of(alarm.namespace(), alarm.metricName(), alarm.dimensions()).equals(key))
        .toList();
  }

  /** The tags of an alarm, live. */
  Map<String, String> tags(String arn) {
    String name = arn.replaceFirst("^.*:alarm:", "");
    if (!alarms.containsKey(name)) {
      throw Errors.notFound(arn + " does not exist");
    }
    return tags.computeIfAbsent(arn, any -> new ConcurrentSkipListMap<>());
  }

  List<Tag> tagList(String arn) {
    return tags(arn).entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  @Override
  public synchronized void close() {
    if (judging != null) {
      judging.cancel(false);
    }
  }
}
