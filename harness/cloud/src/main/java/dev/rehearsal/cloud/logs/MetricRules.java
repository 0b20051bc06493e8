package dev.rehearsal.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.cloudwatch.CloudWatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;

/** Metric filters: what they are, and what they report to CloudWatch. */
final class MetricRules {

  private final Surroundings aws;
  private final Groups groups;

  MetricRules(Surroundings aws, Groups groups) {
    this.aws = aws;
    this.groups = groups;
  }

  void put(PutMetricFilterRequest request) {
    Group group = groups.get(request.logGroupName());
    if (request.metricTransformations().size() != 1) {
      throw Errors.invalid("Exactly one metric transformation must be given.");
    }
    MetricFilter filter =
        MetricFilter.builder()
            .filterName(request.filterName())
            .filterPattern(request.filterPattern())
            .logGroupName(group.name)
            .metricTransformations(request.metricTransformations())
            .creationTime(aws.clock().millis())
            .applyOnTransformedLogs(false)
            .build();
    group.rules.put(
        request.filterName(), new MetricRule(filter, FilterPattern.parse(request.filterPattern())));
  }

  void delete(String groupName, String filterName) {
    if (groups.get(groupName).rules.remove(filterName) == null) {
      throw Errors.notFound("metric filter");
    }
  }

  DescribeMetricFiltersResponse describe(DescribeMetricFiltersRequest request) {
    List<Group> asked =
        request.logGroupName() == null ? groups.all() : List.of(groups.get(request.logGroupName()));
    List<MetricFilter> found =
        asked.stream()
            .flatMap(group -> group.rules.values().stream())
            .map(MetricRule::filter)
            .filter(
                filter ->
                    request.filterNamePrefix() == null
                        || filter.filterName().startsWith(request.filterNamePrefix()))
            .filter(filter -> request.metricName() == null || reports(filter, request))
            .toList();
    Part<MetricFilter> part = Part.of(found, request.nextToken(), request.limit(), 50);
    return DescribeMetricFiltersResponse.builder()
        .metricFilters(part.items())
        .nextToken(part.next())
        .build();
  }

  private static boolean reports(MetricFilter filter, DescribeMetricFiltersRequest request) {
    return filter.metricTransformations().stream()
        .anyMatch(
            each ->
                each.metricName().equals(request.metricName())
                    && each.metricNamespace().equals(request.metricNamespace()));
  }

  /** Reports what the group's filters make of an event that came in. */
  void apply(Group group, String message) {
    for (MetricRule rule : group.rules.values()) {
      boolean matches = rule.pattern().matches(message);
      for (MetricTransformation each : rule.filter().metricTransformations()) {
        Double value = matches ? value(each.metricValue(), message) : each.defaultValue();
        if (value != null) {
          aws.peer(CloudWatch.class, aws.region())
              .emit(
                  each.metricNamespace(),
                  each.metricName(),
                  matches ? dimensions(each, message) : Map.of(),
                  value,
                  each.unit() == null ? "None" : each.unitAsString());
        }
      }
    }
  }

  private static @Nullable Double value(String metricValue, String message) {
    String text = metricValue;
    if (metricValue.startsWith("$")) {
      JsonNode event = JsonPattern.read(message);
      JsonNode found = event == null ? null : JsonPattern.select(event, metricValue);
      if (found == null) {
        return null;
      }
      text = found.asText();
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static Map<String, String> dimensions(MetricTransformation each, String message) {
    Map<String, String> found = new LinkedHashMap<>();
    JsonNode event = each.dimensions().isEmpty() ? null : JsonPattern.read(message);
    if (event != null) {
      each.dimensions()
          .forEach(
              (name, selector) -> {
                JsonNode value = JsonPattern.select(event, selector);
                if (value != null) {
                  found.put(name, value.asText());
                }
              });
    }
    return found;
  }
}
