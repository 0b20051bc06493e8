package dev.rehearsal.terraform.aws.cloudwatch;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/** An alarm: its id is its name. Terraform flattens what CloudWatch nests in a metric query. */
final class MetricAlarmType implements ResourceType {

  private static final String QUERY = "metric_query";

  @Override
  public String name() {
    return "aws_cloudwatch_metric_alarm";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudWatch Metric Alarm")
        .forcesNew("alarm_name")
        .defaults("actions_enabled", true)
        .defaults("treat_missing_data", "missing")
        .defaults("metric_query.return_data", false)
        .member("arn", "AlarmArn")
        .member("evaluate_low_sample_count_percentiles", "EvaluateLowSampleCountPercentile")
        .untaken(QUERY)
        .unfilled("Metrics")
        .exactlyOneOf("metric_name", QUERY)
        .conflicts("statistic", "extended_statistic")
        .oneOf("treat_missing_data", "breaching", "notBreaching", "ignore", "missing")
        .oneOf("statistic", "SampleCount", "Average", "Sum", "Minimum", "Maximum")
        .oneOf(
            "comparison_operator",
            "GreaterThanOrEqualToThreshold",
            "GreaterThanThreshold",
            "LessThanThreshold",
            "LessThanOrEqualToThreshold",
            "LessThanLowerOrGreaterThanUpperThreshold",
            "LessThanLowerThreshold",
            "GreaterThanUpperThreshold")
        .tags(Tagging.of(CloudWatchClient.class, "arn"))
        .called(it -> it.values().string("alarm_name"))
        .imports(it -> it.values().set("alarm_name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(it.values().string("alarm_name"));
  }

  @Override
  public void read(ResourceInstance it) {
    List<MetricAlarm> found =
        it.client(CloudWatchClient.class)
            .describeAlarms(describe -> describe.alarmNames(it.id()))
            .metricAlarms();
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    MetricAlarm alarm = found.get(0);
    it.take(alarm);
    Values values = it.values();
    values.set("dimensions", dimensions(alarm.dimensions()));
    values.set(
        "evaluate_low_sample_count_percentiles",
        Objects.requireNonNullElse(alarm.evaluateLowSampleCountPercentile(), ""));
    values.set(QUERY, alarm.metrics().stream().map(MetricAlarmType::block).toList());
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CloudWatchClient.class).deleteAlarms(delete -> delete.alarmNames(it.id()));
  }

  private static void put(ResourceInstance it) {
    PutMetricAlarmRequest.Builder put = it.fill(PutMetricAlarmRequest.builder());
    Object threshold = it.values().get("threshold");
    put.threshold(threshold == null ? null : Values.number(threshold).doubleValue());
    put.dimensions(dimensions(it.values()));
    List<MetricDataQuery> queries = new ArrayList<>();
    for (Values block : it.values().blocks(QUERY)) {
      queries.add(query(block));
    }
    if (!queries.isEmpty()) {
      put.metrics(queries);
    }
    it.client(CloudWatchClient.class).putMetricAlarm(put.build());
  }

  private static List<Dimension> dimensions(Values values) {
    List<Dimension> dimensions = new ArrayList<>();
    values
        .map("dimensions")
        .forEach(
            (name, value) -> dimensions.add(Dimension.builder().name(name).value(value).build()));
    return dimensions;
  }

  private static Map<String, @Nullable Object> dimensions(List<Dimension> dimensions) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    dimensions.forEach(each -> map.put(each.name(), each.value()));
    return map;
  }

  private static MetricDataQuery query(Values block) {
    MetricDataQuery.Builder query =
        MetricDataQuery.builder()
            .id(block.string("id"))
            .label(block.text("label"))
            .expression(block.text("expression"))
            .returnData(block.bool("return_data"));
    block
        .block("metric")
        .ifPresent(
            metric ->
                query.metricStat(
                    stat ->
                        stat.metric(
                                Metric.builder()
                                    .namespace(metric.text("namespace"))
                                    .metricName(metric.string("metric_name"))
                                    .dimensions(dimensions(metric))
                                    .build())
                            .period(metric.integer("period"))
                            .stat(metric.string("stat"))
                            .unit(metric.text("unit"))));
    return query.build();
  }

  private static Map<String, @Nullable Object> block(MetricDataQuery query) {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("id", query.id());
    block.put("label", query.label());
    block.put("expression", query.expression());
    block.put("return_data", Boolean.TRUE.equals(query.returnData()));
    block.put("account_id", query.accountId());
    block.put("period", query.period());
    if (query.metricStat() == null) {
      block.put("metric", List.of());
      return block;
    }
    Metric metric = query.metricStat().metric();
    Map<String, @Nullable Object> inner = new LinkedHashMap<>();
    inner.put("namespace", metric.namespace());
    inner.put("metric_name", metric.metricName());
    inner.put("dimensions", dimensions(metric.dimensions()));
    inner.put("period", query.metricStat().period());
    inner.put("stat", query.metricStat().stat());
    inner.put("unit", query.metricStat().unitAsString());
    block.put("metric", List.of(inner));
    return block;
  }
}
