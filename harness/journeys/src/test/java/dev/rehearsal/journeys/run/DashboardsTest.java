package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.paginators.GetMetricDataIterable;

class DashboardsTest {

  private static final String BODY =
      """
      {"widgets": [
        {"type": "text", "x": 0, "y": 0, "properties": {"markdown": "hello"}},
        {"type": "metric", "x": 12, "y": 0, "properties": {
          "title": "right", "stat": "Sum", "period": 60, "region": "us-east-1",
          "metrics": [["AWS/WAFV2", "BlockedRequests", "WebACL", "a", "Rule", "ALL"],
                      [".", "AllowedRequests", ".", ".", ".", "."],
                      ["...", "one", {"color": "#fff"}]]}},
        {"type": "metric", "x": 0, "y": 0, "properties": {
          "title": "left", "metrics": [["T2S/Shop", "OrdersPlaced"]]}}
      ]}
      """;

  private final FakeStage stage = new FakeStage();
  private final List<GetMetricDataRequest> asked = new ArrayList<>();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void widgetsAreReadFromTheTopLeftWithWhatTheirMetricsWere() {
    stage.aws(CloudWatchClient.class, new FakeCloudWatch());
    Instant from = Instant.parse("2026-01-01T10:00:42Z");
    Dashboard dashboard = Dashboards.read(stage, from).get(0);
    assertNull(dashboard.error());
    assertEquals(
        List.of("left", "right"),
        dashboard.widgets().stream().map(Dashboard.Widget::title).toList());
    Dashboard.Widget right = dashboard.widgets().get(1);
    assertEquals(
        List.of("BlockedRequests", "AllowedRequests a ALL", "AllowedRequests a one"),
        right.series().stream().map(Dashboard.Series::label).toList());
    assertEquals(
        List.of(new Dashboard.Point(from, 3.0), new Dashboard.Point(from.plusSeconds(60), 7.0)),
        right.series().get(0).points());
    assertEquals(List.of(), right.series().get(1).points());
    GetMetricDataRequest request = asked.get(1);
    assertEquals(Instant.parse("2026-01-01T10:00:00Z"), request.startTime());
    MetricDataQuery second = request.metricDataQueries().get(1);
    assertEquals("AWS/WAFV2", second.metricStat().metric().namespace());
    assertEquals("ALL", second.metricStat().metric().dimensions().get(1).value());
    assertEquals(300, asked.get(0).metricDataQueries().get(0).metricStat().period());
  }

  @Test
  void whatCanNotBeReadIsTold() {
    stage.aws(
        CloudWatchClient.class,
        new FakeCloudWatch() {
          @Override
          public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
            throw CloudWatchException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorMessage("not today").build())
                .message("not today")
                .build();
          }
        });
    Dashboard told = Dashboards.read(stage, Instant.now()).get(0);
    assertTrue(String.valueOf(told.error()).contains("not today"));
  }

  private class FakeCloudWatch implements CloudWatchClient {

    @Override
    public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
      return ListDashboardsResponse.builder()
          .dashboardEntries(DashboardEntry.builder().dashboardName("shop").build())
          .build();
    }

    @Override
    public GetDashboardResponse getDashboard(GetDashboardRequest request) {
      return GetDashboardResponse.builder().dashboardBody(BODY).build();
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
      asked.add(request);
      Instant from = Instant.parse("2026-01-01T10:00:42Z");
      return GetMetricDataResponse.builder()
          .metricDataResults(
              MetricDataResult.builder()
                  .id("m0")
                  .timestamps(from.plusSeconds(60), from)
                  .values(7.0, 3.0)
                  .build())
          .build();
    }

    @Override
    public GetMetricDataIterable getMetricDataPaginator(GetMetricDataRequest request) {
      return new GetMetricDataIterable(this, request);
    }

    @Override
    public String serviceName() {
      return "cloudwatch";
    }

    @Override
    public void close() {}
  }
}
