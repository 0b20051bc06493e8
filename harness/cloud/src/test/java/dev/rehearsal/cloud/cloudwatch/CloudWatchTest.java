package dev.rehearsal.cloud.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class CloudWatchTest {

  @TempDir Path folder;
  private Cloud cloud;
  private CloudWatchClient cloudWatch;
  private final Instant now = Instant.now();

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    cloudWatch =
        cloud.client(CloudWatchClient.class, new Caller.Root("000000000000", null), "us-east-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void put(String name, double... values) {
    for (double value : values) {
      cloudWatch.putMetricData(
          put ->
              put.namespace("Shop")
                  .metricData(MetricDatum.builder().metricName(name).value(value).build()));
    }
  }

  @Test
  void computesStatisticsOfAPeriod() {
    put("latency", 1, 2, 3, 10);
    Datapoint point =
        cloudWatch
            .getMetricStatistics(
                get ->
                    get.namespace("Shop")
                        .metricName("latency")
                        .period(3600)
                        .startTime(now.minus(Duration.ofHours(1)))
                        .endTime(now.plus(Duration.ofHours(1)))
                        .statistics(Statistic.SUM, Statistic.AVERAGE, Statistic.MAXIMUM))
            .datapoints()
            .get(0);
    assertEquals(16, point.sum());
    assertEquals(4, point.average());
    assertEquals(10, point.maximum());
  }

  private static MetricDataQuery sum(String id, String metric) {
    return MetricDataQuery.builder()
        .id(id)
        .returnData(false)
        .metricStat(
            stat ->
                stat.metric(of -> of.namespace("Shop").metricName(metric)).period(3600).stat("Sum"))
        .build();
  }

  @Test
  void dividesOneMetricByAnother() {
    put("errors", 1);
    put("calls", 3, 1);
    List<Double> values =
        cloudWatch
            .getMetricData(
                get ->
                    get.startTime(now.minus(Duration.ofHours(1)))
                        .endTime(now.plus(Duration.ofHours(1)))
                        .metricDataQueries(
                            sum("e", "errors"),
                            sum("c", "calls"),
                            MetricDataQuery.builder().id("rate").expression("100 * e / c").build()))
            .metricDataResults()
            .get(0)
            .values();
    assertEquals(List.of(25.0), values);
  }

  @Test
  void anAlarmGoesOffWhenItsThresholdIsCrossed() {
    cloudWatch.putMetricAlarm(
        put ->
            put.alarmName("errors")
                .namespace("Shop")
                .metricName("errors")
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData("notBreaching"));
    assertEquals(StateValue.INSUFFICIENT_DATA, state());
    Awaitility.await().untilAsserted(() -> assertEquals(StateValue.OK, state()));
    put("errors", 1);
    Awaitility.await().untilAsserted(() -> assertEquals(StateValue.ALARM, state()));
  }

  private StateValue state() {
    return cloudWatch
        .describeAlarms(describe -> describe.alarmNames("errors"))
        .metricAlarms()
        .get(0)
        .stateValue();
  }

  @Test
  void answersTheErrorsOfAws() {
    assertThrows(
        DashboardNotFoundErrorException.class,
        () -> cloudWatch.getDashboard(get -> get.dashboardName("none")));
    CloudWatchException refused =
        assertThrows(
            CloudWatchException.class,
            () ->
                cloudWatch.putMetricData(
                    put ->
                        put.namespace("AWS/Lambda")
                            .metricData(MetricDatum.builder().metricName("a").value(1.0).build())));
    assertEquals("InvalidParameterValue", refused.awsErrorDetails().errorCode());
  }
}
