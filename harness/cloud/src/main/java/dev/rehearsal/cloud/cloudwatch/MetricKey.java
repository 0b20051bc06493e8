package dev.rehearsal.cloud.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/** What tells one metric from another. */
record MetricKey(String namespace, String name, Map<String, String> dimensions) {

  MetricKey {
    dimensions = Map.copyOf(dimensions);
  }

  static MetricKey of(String namespace, String name, List<Dimension> dimensions) {
    Map<String, String> named = new TreeMap<>();
    dimensions.forEach(each -> named.put(each.name(), each.value()));
    return new MetricKey(namespace, name, named);
  }

  Metric metric() {
    return Metric.builder()
        .namespace(namespace)
        .metricName(name)
        .dimensions(
            new TreeMap<>(dimensions)
                .entrySet().stream()
                    .map(
                        each ->
                            Dimension.builder().name(each.getKey()).value(each.getValue()).build())
                    .toList())
        .build();
  }
}
