package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

class MetricsAndAlarmsTest {

  private final CloudWatch cloudWatch = new CloudWatch();
  private final FakeStage stage = new FakeStage().aws(CloudWatchClient.class, cloudWatch);

  @AfterEach
  void close() {
    stage.close();
  }

  private JourneyResult run(String expectation) {
    stage.route(
        "GET /",
        request -> {
          cloudWatch.orders += 1;
          return HttpResponse.of(200, "text/html", "");
        });
    String text =
        """
        journey: The page is opened, which counts as an order
        steps:
          - browse: /
            expect: { status: 200 }
          - eventually: 50ms
            expect:
              %s
        """
            .formatted(expectation);
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    assertEquals(List.of(), file.findings());
    return new JourneyRun(RunSettings.defaults(), List.of())
        .on(stage, List.of(file))
        .results()
        .get(0);
  }

  private String failure(String expectation) {
    return Objects.requireNonNull(run(expectation).failure()).toString();
  }

  @Test
  void onlyWhatWasCountedSinceTheJourneyBeganIsSummedUp() {
    cloudWatch.orders = 41;
    assertEquals(Status.PASSED, run("metric: { name: Orders, sum: 1 }").status());
    String failure = failure("metric: { name: Orders, sum: { least: 2 } }");
    assertTrue(failure.contains("the sum of Orders is 1"), failure);
  }

  @Test
  void anotherDimensionIsAnotherMetric() {
    String failure = failure("metric: { name: Orders, dimensions: { Shop: t2s }, sum: 1 }");
    assertTrue(failure.contains("nothing was ever counted as Orders"), failure);
    assertTrue(failure.contains("T2S/Shop Orders{}"), failure);
  }

  @Test
  void aNameThatTwoNamespacesHaveNeedsOne() {
    cloudWatch.namespaces.add("Other");
    String failure = failure("metric: { name: Orders, sum: 1 }");
    assertTrue(failure.contains("Several namespaces have a metric Orders"), failure);
    JourneyResult result = run("metric: { name: Orders, namespace: T2S/Shop, sum: 1 }");
    assertEquals(Status.PASSED, result.status());
  }

  @Test
  void aJourneyThatCountsRunsAlone() {
    assertTrue(run("metric: { name: Orders, sum: 1 }").journey().exclusive());
    assertTrue(!run("alarm: { name: attack, state: ALARM }").journey().exclusive());
  }

  @Test
  void anAlarmIsNamedWithOrWithoutThePlatform() {
    assertEquals(Status.PASSED, run("alarm: { name: attack, state: ALARM }").status());
    assertEquals(Status.PASSED, run("alarm: { name: t2s-attack, state: ALARM }").status());
    String failure = failure("alarm: { name: attack, state: OK }");
    assertTrue(failure.contains("the alarm attack is ALARM"), failure);
    String unknown = failure("alarm: { name: other, state: OK }");
    assertTrue(unknown.contains("no such alarm in eu-west-1"), unknown);
    assertTrue(unknown.contains("known here: t2s-attack"), unknown);
  }

  /** One metric that everybody counts, and one alarm. */
  private static final class CloudWatch implements CloudWatchClient {

    private final List<String> namespaces = new ArrayList<>(List.of("T2S/Shop"));
    private volatile double orders;

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
      return ListMetricsResponse.builder()
          .metrics(
              namespaces.stream()
                  .filter(name -> request.namespace() == null || name.equals(request.namespace()))
                  .map(name -> Metric.builder().namespace(name).metricName("Orders").build())
                  .toList())
          .build();
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
      return GetMetricStatisticsResponse.builder()
          .datapoints(Datapoint.builder().sum(orders).build())
          .build();
    }

    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
      return DescribeAlarmsResponse.builder()
          .metricAlarms(alarm -> alarm.alarmName("t2s-attack").stateValue("ALARM"))
          .build();
    }

    @Override
    public String serviceName() {
      return "cloudwatch";
    }

    @Override
    public void close() {}
  }
}
