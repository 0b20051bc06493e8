package dev.rehearsal.cloud.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Answers questions about metrics. */
final class Queries {

  private final MetricStore store;

  Queries(MetricStore store) {
    this.store = store;
  }

  GetMetricStatisticsResponse statistics(GetMetricStatisticsRequest request) {
    if (request.statistics().isEmpty() == request.extendedStatistics().isEmpty()) {
      throw Errors.invalid("Must specify either Statistics or ExtendedStatistics, but not both.");
    }
    checkPeriod(request.period());
    request.extendedStatistics().forEach(Statistics::check);
    MetricKey key = MetricKey.of(request.namespace(), request.metricName(), request.dimensions());
    List<Datapoint> points = new ArrayList<>();
    store
        .periods(
            key,
            request.startTime().toEpochMilli(),
            request.endTime().toEpochMilli(),
            request.period(),
            request.unitAsString())
        .forEach((at, samples) -> points.add(point(request, at, samples)));
    return GetMetricStatisticsResponse.builder()
        .label(request.metricName())
        .datapoints(points)
        .build();
  }

  private static Datapoint point(
      GetMetricStatisticsRequest request, long at, List<Sample> samples) {
    Datapoint.Builder point =
        Datapoint.builder()
            .timestamp(Instant.ofEpochMilli(at))
            .unit(StandardUnit.fromValue(samples.get(0).unit()));
    for (String statistic : request.statisticsAsStrings()) {
      Statistics.check(statistic);
      double value = Statistics.of(statistic, samples);
      switch (statistic) {
        case "SampleCount" -> point.sampleCount(value);
        case "Average" -> point.average(value);
        case "Sum" -> point.sum(value);
        case "Minimum" -> point.minimum(value);
        default -> point.maximum(value);
      }
    }
    if (!request.extendedStatistics().isEmpty()) {
      Map<String, Double> extended = new LinkedHashMap<>();
      request
          .extendedStatistics()
          .forEach(name -> extended.put(name, Statistics.of(name, samples)));
      point.extendedStatistics(extended);
    }
    return point.build();
  }

  GetMetricDataResponse data(GetMetricDataRequest request) {
    Map<String, TreeMap<Long, Double>> all =
        evaluate(
            request.metricDataQueries(),
            request.startTime().toEpochMilli(),
            request.endTime().toEpochMilli());
    List<MetricDataResult> results = new ArrayList<>();
    for (MetricDataQuery query : request.metricDataQueries()) {
      if (Boolean.FALSE.equals(query.returnData())) {
        continue;
      }
      TreeMap<Long, Double> values = all.getOrDefault(query.id(), new TreeMap<>());
      Map<Long, Double> ordered =
          request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? values : values.descendingMap();
      results.add(
          MetricDataResult.builder()
              .id(query.id())
              .label(label(query))
              .timestamps(ordered.keySet().stream().map(Instant::ofEpochMilli).toList())
              .values(ordered.values())
              .statusCode(StatusCode.COMPLETE)
              .build());
    }
    return GetMetricDataResponse.builder().metricDataResults(results).build();
  }

  private static String label(MetricDataQuery query) {
    if (query.label() != null) {
      return query.label();
    }
    return query.metricStat() == null ? query.id() : query.metricStat().metric().metricName();
  }

  /** The values of each query by its id; expressions may use any other query, not each other. */
  Map<String, TreeMap<Long, Double>> evaluate(List<MetricDataQuery> queries, long start, long end) {
    Map<String, TreeMap<Long, Double>> values = new LinkedHashMap<>();
    for (MetricDataQuery query : queries) {
      MetricStat stat = query.metricStat();
      if (stat != null) {
        checkPeriod(stat.period());
        Statistics.check(stat.stat());
        MetricKey key =
            MetricKey.of(
                stat.metric().namespace(), stat.metric().metricName(), stat.metric().dimensions());
        values.put(
            query.id(),
            store.values(key, start, end, stat.period(), stat.stat(), stat.unitAsString()));
      }
    }
    Map<String, TreeMap<Long, Double>> metrics = Map.copyOf(values);
    for (MetricDataQuery query : queries) {
      if (query.expression() != null) {
        values.put(query.id(), Expression.evaluate(query.expression(), metrics));
      }
    }
    if (values.size() != new TreeSet<>(queries.stream().map(MetricDataQuery::id).toList()).size()) {
      throw Errors.validation("Each query needs a unique id, and a MetricStat or an Expression.");
    }
    return values;
  }

  static void checkPeriod(@org.jspecify.annotations.Nullable Integer period) {
    if (period == null
        || period < 1
        || (period % 60 != 0
            && period != 1
            && period != 5
            && period != 10
            && period != 20
            && period != 30)) {
      throw Errors.invalid("The period must be 1, 5, 10, 20, 30 or a multiple of 60 seconds.");
    }
  }
}
