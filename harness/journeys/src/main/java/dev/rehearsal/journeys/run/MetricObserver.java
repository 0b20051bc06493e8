package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.rehearsal.journeys.language.Expectation;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * Sums metrics up since the journey began. CloudWatch only sums whole periods, and by its own
 * clock: so what was there at the beginning is taken off. Not thread-safe.
 */
final class MetricObserver {

  /** The stage's clock may be far ahead; a question is answered with at most 1,440 periods. */
  private static final Duration PERIOD = Duration.ofHours(1);

  private final Walk walk;
  private final Instant from;
  private final Map<Expectation.Metric, BigDecimal> before = new HashMap<>();

  MetricObserver(Walk walk) {
    this.walk = walk;
    this.from = Instant.now().truncatedTo(ChronoUnit.HOURS);
  }

  /** Notes what each metric that the journey speaks of has been summed up to. */
  void begin() {
    expected(walk.journey())
        .forEach(
            metric -> {
              try {
                before.put(metric, sum(metric));
              } catch (Names.NotCaptured later) {
                // What the journey itself makes has counted nothing yet.
              }
            });
  }

  Observation look(Expectation.Metric expectation) {
    BigDecimal sum = sum(expectation).subtract(before.getOrDefault(expectation, BigDecimal.ZERO));
    Optional<String> mismatch = expectation.sum().mismatch(DecimalNode.valueOf(sum), walk);
    String what = "the sum of " + expectation.name();
    List<Metric> found = metrics(expectation);
    return new Observation(
        mismatch.isEmpty(),
        what + " is " + mismatch.orElse(sum.toPlainString()),
        found.isEmpty()
            ? "nothing was ever counted as " + expectation.name()
            : what + " is " + sum.toPlainString(),
        named(expectation).stream()
            .filter(metric -> !found.contains(metric))
            .limit(5)
            .map(metric -> metric.namespace() + " " + metric.metricName() + dimensions(metric))
            .toList());
  }

  private static Stream<Expectation.Metric> expected(Journey journey) {
    return Stream.concat(
            journey.steps().stream()
                .map(step -> step instanceof Step.Row row ? row.step() : step)
                .filter(Step.Eventually.class::isInstance)
                .flatMap(step -> ((Step.Eventually) step).expectations().stream()),
            journey.never().stream())
        .filter(Expectation.Metric.class::isInstance)
        .map(Expectation.Metric.class::cast);
  }

  private BigDecimal sum(Expectation.Metric expectation) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Metric metric : metrics(expectation)) {
      for (Datapoint point : points(expectation, metric)) {
        sum = sum.add(BigDecimal.valueOf(point.sum()));
      }
    }
    return sum.stripTrailingZeros();
  }

  private List<Datapoint> points(Expectation.Metric expectation, Metric metric) {
    return client(expectation)
        .getMetricStatistics(
            get ->
                get.namespace(metric.namespace())
                    .metricName(metric.metricName())
                    .dimensions(metric.dimensions())
                    .startTime(from)
                    .endTime(walk.stage().now().plus(PERIOD))
                    .period((int) PERIOD.toSeconds())
                    .statistics(Statistic.SUM))
        .datapoints();
  }

  /** The metric with just the dimensions named; none where nothing was counted yet. */
  private List<Metric> metrics(Expectation.Metric expectation) {
    Map<String, String> wanted = new HashMap<>();
    expectation
        .dimensions()
        .forEach((name, value) -> wanted.put(name, value.resolve(walk).asText()));
    List<Metric> found =
        named(expectation).stream().filter(metric -> dimensions(metric).equals(wanted)).toList();
    List<String> namespaces = found.stream().map(Metric::namespace).distinct().toList();
    if (namespaces.size() > 1) {
      throw new Names.UnknownName(
          "Several namespaces have a metric "
              + expectation.name()
              + ": name one of "
              + String.join(", ", namespaces));
    }
    return found;
  }

  private List<Metric> named(Expectation.Metric expectation) {
    List<Metric> all = new ArrayList<>();
    client(expectation)
        .listMetricsPaginator(
            list -> list.metricName(expectation.name()).namespace(expectation.namespace()))
        .metrics()
        .forEach(all::add);
    return all;
  }

  private CloudWatchClient client(Expectation.Metric expectation) {
    String region = expectation.region() == null ? walk.stage().region() : expectation.region();
    return walk.stage().client(CloudWatchClient.class, region);
  }

  private static Map<String, String> dimensions(Metric metric) {
    Map<String, String> dimensions = new HashMap<>();
    for (Dimension each : metric.dimensions()) {
      dimensions.put(each.name(), each.value());
    }
    return dimensions;
  }
}
