package dev.rehearsal.cloud.cloudwatch;

import dev.rehearsal.cloud.Surroundings;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/**
 * Amazon CloudWatch: metrics, alarms on the stage's clock, dashboards.
 *
 * <p>Left out: composite alarms, anomaly detection, metric streams, functions of metric math.
 */
public final class CloudWatch implements CloudWatchClient {

  private final Surroundings aws;
  private final MetricStore store = new MetricStore();
  private final Ingest ingest;
  private final Queries queries;
  private final Alarms alarms;
  private final Dashboards dashboards;

  public CloudWatch(Surroundings aws) {
    this.aws = aws;
    ingest = new Ingest(aws, store);
    queries = new Queries(store);
    alarms = new Alarms(aws, queries);
    dashboards = new Dashboards(aws);
  }

  /** Keeps one value of a metric that a service of the embedded AWS reports about itself. */
  public void emit(
      String namespace, String metric, Map<String, String> dimensions, double value, String unit) {
    store.add(
        new MetricKey(namespace, metric, dimensions),
        Sample.of(aws.clock().millis(), value, 1, unit));
  }

  @Override
  public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
    ingest.put(request);
    return PutMetricDataResponse.builder().build();
  }

  @Override
  public ListMetricsResponse listMetrics(ListMetricsRequest request) {
    return ingest.list(request);
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    return queries.data(request);
  }

  @Override
  public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
    return queries.statistics(request);
  }

  @Override
  public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
    alarms.put(request);
    return PutMetricAlarmResponse.builder().build();
  }

  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    return alarms.describe(request);
  }

  @Override
  public DescribeAlarmsForMetricResponse describeAlarmsForMetric(
      DescribeAlarmsForMetricRequest request) {
    return DescribeAlarmsForMetricResponse.builder().metricAlarms(alarms.of(request)).build();
  }

  @Override
  public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
    alarms.set(request);
    return SetAlarmStateResponse.builder().build();
  }

  @Override
  public EnableAlarmActionsResponse enableAlarmActions(EnableAlarmActionsRequest request) {
    alarms.enable(request.alarmNames(), true);
    return EnableAlarmActionsResponse.builder().build();
  }

  @Override
  public DisableAlarmActionsResponse disableAlarmActions(DisableAlarmActionsRequest request) {
    alarms.enable(request.alarmNames(), false);
    return DisableAlarmActionsResponse.builder().build();
  }

  @Override
  public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
    alarms.delete(request.alarmNames());
    return DeleteAlarmsResponse.builder().build();
  }

  @Override
  public PutDashboardResponse putDashboard(PutDashboardRequest request) {
    dashboards.put(request.dashboardName(), request.dashboardBody());
    return PutDashboardResponse.builder().build();
  }

  @Override
  public GetDashboardResponse getDashboard(GetDashboardRequest request) {
    return dashboards.get(request.dashboardName());
  }

  @Override
  public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
    return ListDashboardsResponse.builder()
        .dashboardEntries(dashboards.list(request.dashboardNamePrefix()))
        .build();
  }

  @Override
  public DeleteDashboardsResponse deleteDashboards(DeleteDashboardsRequest request) {
    dashboards.delete(request.dashboardNames());
    return DeleteDashboardsResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    request.tags().forEach(tag -> alarms.tags(request.resourceARN()).put(tag.key(), tag.value()));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(alarms.tags(request.resourceARN())::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(alarms.tagList(request.resourceARN()))
        .build();
  }

  @Override
  public String serviceName() {
    return "monitoring";
  }

  @Override
  public void close() {
    alarms.close();
  }
}
