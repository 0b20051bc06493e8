package dev.rehearsal.cloud.cloudwatch;

import dev.rehearsal.cloud.Surroundings;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** Takes metrics in, and lists them. */
final class Ingest {

  private final Surroundings aws;
  private final MetricStore store;

  Ingest(Surroundings aws, MetricStore store) {
    this.aws = aws;
    this.store = store;
  }

  void put(PutMetricDataRequest request) {
    if (request.namespace() == null || request.namespace().isEmpty()) {
      throw Errors.invalid("The parameter Namespace is required.");
    }
    if (request.namespace().startsWith("AWS/")) {
      throw Errors.invalid("The value AWS/ for parameter Namespace is invalid.");
    }
    if (!request.entityMetricData().isEmpty()) {
      throw Errors.unsupported("metrics with entities");
    }
    request.metricData().forEach(datum -> put(request.namespace(), datum));
  }

  private void put(String namespace, MetricDatum datum) {
    MetricKey key = MetricKey.of(namespace, datum.metricName(), datum.dimensions());
    long at = datum.timestamp() == null ? aws.clock().millis() : datum.timestamp().toEpochMilli();
    String unit = datum.unit() == null ? "None" : datum.unitAsString();
    StatisticSet set = datum.statisticValues();
    if (set != null) {
      store.add(
          key, new Sample(at, set.sampleCount(), set.sum(), set.minimum(), set.maximum(), unit));
    } else if (!datum.values().isEmpty()) {
      List<Double> counts = datum.counts();
      if (!counts.isEmpty() && counts.size() != datum.values().size()) {
        throw Errors.invalid("Values and Counts must have the same length.");
      }
      for (int i = 0; i < datum.values().size(); i++) {
        double count = counts.isEmpty() ? 1 : counts.get(i);
        store.add(key, Sample.of(at, datum.values().get(i), count, unit));
      }
    } else if (datum.value() != null) {
      store.add(key, Sample.of(at, datum.value(), 1, unit));
    } else {
      throw Errors.invalid("A datum needs a Value, Values or StatisticValues.");
    }
  }

  ListMetricsResponse list(ListMetricsRequest request) {
    List<Metric> found =
        store.keys().stream()
            .filter(
                key -> request.namespace() == null || request.namespace().equals(key.namespace()))
            .filter(key -> request.metricName() == null || request.metricName().equals(key.name()))
            .filter(key -> request.dimensions().stream().allMatch(filter -> has(key, filter)))
            .sorted(
                Comparator.comparing(MetricKey::namespace)
                    .thenComparing(MetricKey::name)
                    .thenComparing(key -> key.dimensions().toString()))
            .map(MetricKey::metric)
            .toList();
    Batch<Metric> batch = Batch.of(found, request.nextToken(), null, 500);
    return ListMetricsResponse.builder().metrics(batch.items()).nextToken(batch.next()).build();
  }

  private static boolean has(MetricKey key, DimensionFilter filter) {
    String value = key.dimensions().get(filter.name());
    return value != null && (filter.value() == null || filter.value().equals(value));
  }
}
