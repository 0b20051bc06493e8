package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Reads the platform's dashboards as somebody does who opens them after a run. */
final class Dashboards {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USUAL_PERIOD = 300;

  private final Stage stage;
  private final Instant from;

  private Dashboards(Stage stage, Instant from) {
    this.stage = stage;
    this.from = from;
  }

  /**
   * All dashboards of the stage's region. What can't be read is told in the dashboard's place: a
   * run's verdict does not hang on it.
   *
   * @param from when the run began
   */
  static List<Dashboard> read(Stage stage, Instant from) {
    Dashboards reader = new Dashboards(stage, from);
    List<Dashboard> all = new ArrayList<>();
    try {
      CloudWatchClient cloudWatch = stage.client(CloudWatchClient.class);
      for (var entry : cloudWatch.listDashboards(list -> {}).dashboardEntries()) {
        all.add(reader.dashboard(cloudWatch, entry.dashboardName()));
      }
    } catch (SdkException unreadable) {
      all.add(new Dashboard("Dashboards", List.of(), String.valueOf(unreadable.getMessage())));
    }
    return List.copyOf(all);
  }

  private Dashboard dashboard(CloudWatchClient cloudWatch, String name) {
    try {
      String body = cloudWatch.getDashboard(get -> get.dashboardName(name)).dashboardBody();
      List<JsonNode> widgets = new ArrayList<>();
      JSON.readTree(body)
          .path("widgets")
          .forEach(
              widget -> {
                if (widget.path("type").asText().equals("metric")) {
                  widgets.add(widget);
                }
              });
      widgets.sort(
          Comparator.comparingInt((JsonNode widget) -> widget.path("y").asInt())
              .thenComparingInt(widget -> widget.path("x").asInt()));
      List<Dashboard.Widget> read = new ArrayList<>();
      for (JsonNode widget : widgets) {
        read.add(widget(widget.path("properties")));
      }
      return new Dashboard(name, List.copyOf(read), null);
    } catch (SdkException | JsonProcessingException unreadable) {
      return new Dashboard(name, List.of(), String.valueOf(unreadable.getMessage()));
    }
  }

  private Dashboard.Widget widget(JsonNode properties) {
    String stat = properties.path("stat").asText("Average");
    int period = properties.path("period").asInt(USUAL_PERIOD);
    List<Metric> metrics = metrics(properties.path("metrics"));
    List<MetricDataQuery> queries = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      Metric metric = metrics.get(i);
      queries.add(
          MetricDataQuery.builder()
              .id("m" + i)
              .metricStat(of -> of.metric(metric).period(period).stat(stat))
              .build());
    }
    Map<String, List<Dashboard.Point>> points =
        queries.isEmpty() ? Map.of() : ask(properties, period, queries);
    List<Dashboard.Series> series = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      series.add(
          new Dashboard.Series(
              label(metrics.get(i), metrics), points.getOrDefault("m" + i, List.of())));
    }
    return new Dashboard.Widget(
        properties.path("title").asText(""), stat, Duration.ofSeconds(period), series);
  }

  private Map<String, List<Dashboard.Point>> ask(
      JsonNode properties, int period, List<MetricDataQuery> queries) {
    CloudWatchClient cloudWatch =
        stage.client(CloudWatchClient.class, properties.path("region").asText(stage.region()));
    // CloudWatch counts whole periods.
    Instant start = Instant.ofEpochSecond(from.getEpochSecond() / period * period);
    Instant end = stage.now().plusSeconds(period);
    Map<String, List<Dashboard.Point>> points = new HashMap<>();
    for (MetricDataResult result :
        cloudWatch
            .getMetricDataPaginator(
                get -> get.metricDataQueries(queries).startTime(start).endTime(end))
            .metricDataResults()) {
      List<Dashboard.Point> found = points.computeIfAbsent(result.id(), any -> new ArrayList<>());
      for (int i = 0; i < result.timestamps().size(); i++) {
        found.add(new Dashboard.Point(result.timestamps().get(i), result.values().get(i)));
      }
    }
    points.values().forEach(each -> each.sort(Comparator.comparing(Dashboard.Point::at)));
    return points;
  }

  /** Reads metrics as dashboards write them: {@code .} is what stood there in the row before. */
  private static List<Metric> metrics(JsonNode rows) {
    List<Metric> metrics = new ArrayList<>();
    List<String> before = List.of();
    for (JsonNode row : rows) {
      List<String> texts = new ArrayList<>();
      for (JsonNode cell : row) {
        if (cell.isTextual()) { // What is not says how it is drawn.
          texts.add(cell.asText());
        }
      }
      List<String> cells = new ArrayList<>();
      for (String text : texts) {
        if (text.equals("...")) {
          int kept = before.size() - (texts.size() - 1);
          cells.addAll(before.subList(0, Math.max(0, kept)));
        } else {
          cells.add(
              text.equals(".") && cells.size() < before.size() ? before.get(cells.size()) : text);
        }
      }
      before = cells;
      if (cells.size() >= 2) {
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 2; i + 1 < cells.size(); i += 2) {
          dimensions.add(Dimension.builder().name(cells.get(i)).value(cells.get(i + 1)).build());
        }
        metrics.add(
            Metric.builder()
                .namespace(cells.get(0))
                .metricName(cells.get(1))
                .dimensions(dimensions)
                .build());
      }
    }
    return metrics;
  }

  private static String label(Metric metric, List<Metric> all) {
    long same = all.stream().filter(each -> each.metricName().equals(metric.metricName())).count();
    return same < 2
        ? metric.metricName()
        : metric.metricName()
            + " "
            + String.join(" ", metric.dimensions().stream().map(Dimension::value).toList());
  }
}
