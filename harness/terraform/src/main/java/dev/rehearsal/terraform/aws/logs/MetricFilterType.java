package dev.rehearsal.terraform.aws.logs;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

final class MetricFilterType implements ResourceType {

  private static final String BLOCK = "metric_transformation";

  @Override
  public String name() {
    return "aws_cloudwatch_log_metric_filter";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudWatch Logs Metric Filter")
        .forcesNew("name", "log_group_name")
        .defaults("metric_transformation.unit", "None")
        .length("name", 1, 512)
        .length("pattern", 0, 1024)
        .imports(MetricFilterType::imported);
  }

  /** An import names {@code log_group:filter}. */
  private static void imported(ResourceInstance it) {
    int colon = it.id().lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "unexpected format of ID (" + it.id() + "), expected log_group_name:name");
    }
    it.values().set("log_group_name", it.id().substring(0, colon));
    it.values().set("name", it.id().substring(colon + 1));
    it.id(it.id().substring(colon + 1));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it);
    it.id(it.values().string("name"));
  }

  @Override
  public void read(ResourceInstance it) {
    Optional<MetricFilter> found =
        it
            .client(CloudWatchLogsClient.class)
            .describeMetricFilters(
                d -> d.logGroupName(it.values().string("log_group_name")).filterNamePrefix(it.id()))
            .metricFilters()
            .stream()
            .filter(filter -> filter.filterName().equals(it.id()))
            .findFirst();
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    Values values = it.values();
    values.set("name", found.get().filterName());
    values.set("pattern", found.get().filterPattern());
    values.set(
        "apply_on_transformed_logs", Boolean.TRUE.equals(found.get().applyOnTransformedLogs()));
    values.set(
        BLOCK, found.get().metricTransformations().stream().map(MetricFilterType::block).toList());
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(CloudWatchLogsClient.class)
        .deleteMetricFilter(
            delete ->
                delete.logGroupName(it.values().string("log_group_name")).filterName(it.id()));
  }

  private static void put(ResourceInstance it) {
    Values block = it.values().block(BLOCK).orElseThrow();
    String standard = block.text("default_value");
    MetricTransformation transformation =
        MetricTransformation.builder()
            .metricName(block.string("name"))
            .metricNamespace(block.string("namespace"))
            .metricValue(block.string("value"))
            .defaultValue(standard == null ? null : Double.valueOf(standard))
            .dimensions(block.map("dimensions"))
            .unit(block.text("unit"))
            .build();
    it.client(CloudWatchLogsClient.class)
        .putMetricFilter(
            put ->
                put.logGroupName(it.values().string("log_group_name"))
                    .filterName(it.values().string("name"))
                    .filterPattern(it.values().string("pattern"))
                    .metricTransformations(List.of(transformation)));
  }

  private static Map<String, @Nullable Object> block(MetricTransformation transformation) {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("name", transformation.metricName());
    block.put("namespace", transformation.metricNamespace());
    block.put("value", transformation.metricValue());
    block.put("default_value", text(transformation.defaultValue()));
    block.put("dimensions", Map.copyOf(transformation.dimensions()));
    block.put("unit", transformation.unitAsString());
    return block;
  }

  /** Terraform keeps the number as text, without a fraction where there is none. */
  private static @Nullable String text(@Nullable Double number) {
    if (number == null) {
      return null;
    }
    return number == Math.rint(number)
        ? String.valueOf(number.longValue())
        : String.valueOf(number);
  }
}
