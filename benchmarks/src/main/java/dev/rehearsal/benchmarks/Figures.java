package dev.rehearsal.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Figures of one kind, from several runs.
 *
 * @param unit what they are in, for example {@code s}
 */
record Figures(List<Double> values, String unit) {

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** One line: the median, the extremes, how many. */
  String line(String what) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "%-34s median %8.2f %-4s (%.2f to %.2f, %d runs)",
        what,
        median(),
        unit,
        least,
        most,
        values.size());
  }
}
