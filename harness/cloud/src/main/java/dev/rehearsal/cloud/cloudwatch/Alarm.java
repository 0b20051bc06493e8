package dev.rehearsal.cloud.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Decides an alarm's state from its metric. */
final class Alarm {

  private Alarm() {}

  /** A state and its reason. */
  record Verdict(StateValue state, String reason) {}

  /** What the alarm looks at, as a query. */
  static List<MetricDataQuery> queries(MetricAlarm alarm) {
    if (!alarm.metrics().isEmpty()) {
      return alarm.metrics();
    }
    Metric metric =
        Metric.builder()
            .namespace(alarm.namespace())
            .metricName(alarm.metricName())
            .dimensions(alarm.dimensions())
            .build();
    String statistic =
        alarm.extendedStatistic() == null ? alarm.statisticAsString() : alarm.extendedStatistic();
    return List.of(
        MetricDataQuery.builder()
            .id("m1")
            .metricStat(
                stat ->
                    stat.metric(metric)
                        .period(alarm.period())
                        .stat(statistic)
                        .unit(alarm.unitAsString()))
            .build());
  }

  static int period(MetricAlarm alarm) {
    return queries(alarm).stream()
        .filter(query -> query.metricStat() != null)
        .mapToInt(query -> query.metricStat().period())
        .max()
        .orElse(60);
  }

  /**
   * Looks at the last periods. The period that is not over yet counts where it has data and can
   * only get worse, so that an alarm need not wait for its end.
   */
  static Verdict evaluate(MetricAlarm alarm, Queries queries, long now) {
    long period = period(alarm) * 1000L;
    int periods = alarm.evaluationPeriods();
    long current = Math.floorDiv(now, period) * period;
    Map<String, TreeMap<Long, Double>> all =
        queries.evaluate(queries(alarm), current - periods * period, now + 1);
    TreeMap<Long, Double> values = new TreeMap<>();
    for (MetricDataQuery query : queries(alarm)) {
      if (!Boolean.FALSE.equals(query.returnData())) {
        values = all.getOrDefault(query.id(), values);
      }
    }
    boolean partial = values.containsKey(current) && growing(alarm.comparisonOperator());
    long last = partial ? current : current - period;
    int breaching = 0;
    int missing = 0;
    for (int i = 0; i < periods; i++) {
      Double value = values.get(last - i * period);
      if (value == null) {
        missing++;
      } else if (breaches(alarm, value)) {
        breaching++;
      }
    }
    return decide(alarm, breaching, missing, periods);
  }

  private static Verdict decide(MetricAlarm alarm, int breaching, int missing, int periods) {
    int needed = alarm.datapointsToAlarm() == null ? periods : alarm.datapointsToAlarm();
    String treat = alarm.treatMissingData() == null ? "missing" : alarm.treatMissingData();
    int bad = treat.equals("breaching") ? breaching + missing : breaching;
    if (bad >= needed) {
      return new Verdict(
          StateValue.ALARM,
          String.format(
              "Threshold Crossed: %d out of the last %d datapoints were breaching the threshold"
                  + " (%s) (minimum %d datapoint%s for OK -> ALARM transition).",
              bad, periods, alarm.threshold(), needed, needed == 1 ? "" : "s"));
    }
    if (missing == periods && treat.equals("ignore")) {
      return new Verdict(alarm.stateValue(), alarm.stateReason());
    }
    if (missing == periods && treat.equals("missing")) {
      return new Verdict(
          StateValue.INSUFFICIENT_DATA,
          "Insufficient Data: " + periods + " datapoints were unknown.");
    }
    return new Verdict(
        StateValue.OK,
        String.format(
            "Threshold Crossed: %d out of the last %d datapoints were not breaching the threshold"
                + " (%s).",
            periods - bad, periods, alarm.threshold()));
  }

  private static boolean growing(ComparisonOperator operator) {
    return operator == ComparisonOperator.GREATER_THAN_THRESHOLD
        || operator == ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
  }

  private static boolean breaches(MetricAlarm alarm, double value) {
    double threshold = alarm.threshold();
    return switch (alarm.comparisonOperator()) {
      case GREATER_THAN_THRESHOLD -> value > threshold;
      case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
      case LESS_THAN_THRESHOLD -> value < threshold;
      case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
      default -> throw Errors.unsupported("the operator " + alarm.comparisonOperatorAsString());
    };
  }
}
