package dev.rehearsal.cloud.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every metric's samples, in memory. Thread-safe. */
final class MetricStore {

  /** So many samples a metric keeps; the oldest go first. */
  private static final int MOST = 100_000;

  private final Map<MetricKey, List<Sample>> series = new ConcurrentHashMap<>();

  void add(MetricKey key, Sample sample) {
    List<Sample> samples = series.computeIfAbsent(key, any -> new ArrayList<>());
    synchronized (samples) {
      if (samples.size() >= MOST) {
        samples.subList(0, MOST / 10).clear();
      }
      samples.add(sample);
    }
  }

  Set<MetricKey> keys() {
    return Set.copyOf(series.keySet());
  }

  /** The samples from {@code start} until before {@code end}, by the start of their period. */
  TreeMap<Long, List<Sample>> periods(
      MetricKey key, long start, long end, int periodSeconds, @Nullable String unit) {
    TreeMap<Long, List<Sample>> found = new TreeMap<>();
    List<Sample> samples = series.get(key);
    if (samples == null) {
      return found;
    }
    long period = periodSeconds * 1000L;
    synchronized (samples) {
      for (Sample sample : samples) {
        if (sample.at() >= start
            && sample.at() < end
            && (unit == null || unit.equals(sample.unit()))) {
          found
              .computeIfAbsent(
                  Math.floorDiv(sample.at(), period) * period, any -> new ArrayList<>())
              .add(sample);
        }
      }
    }
    return found;
  }

  /** A statistic of each period that has samples. */
  TreeMap<Long, Double> values(
      MetricKey key,
      long start,
      long end,
      int periodSeconds,
      String statistic,
      @Nullable String unit) {
    TreeMap<Long, Double> values = new TreeMap<>();
    periods(key, start, end, periodSeconds, unit)
        .forEach((at, samples) -> values.put(at, Statistics.of(statistic, samples)));
    return values;
  }
}
