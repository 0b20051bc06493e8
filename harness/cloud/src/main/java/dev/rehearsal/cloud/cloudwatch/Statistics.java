package dev.rehearsal.cloud.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CloudWatch's statistics. */
final class Statistics {

  private Statistics() {}

  static void check(String statistic) {
    if (!statistic.matches("SampleCount|Average|Sum|Minimum|Maximum|p\\d{1,2}(\\.\\d+)?|p100|IQM")
        || statistic.equals("IQM")) {
      throw Errors.invalid(
          "The statistic "
              + statistic
              + " is not supported; use SampleCount, Average, Sum, Minimum, Maximum or a"
              + " percentile such as p99.");
    }
  }

  /** The statistic of at least one sample. */
  static double of(String statistic, List<Sample> samples) {
    double count = samples.stream().mapToDouble(Sample::count).sum();
    double sum = samples.stream().mapToDouble(Sample::sum).sum();
    return switch (statistic) {
      case "SampleCount" -> count;
      case "Average" -> sum / count;
      case "Sum" -> sum;
      case "Minimum" -> samples.stream().mapToDouble(Sample::minimum).min().orElse(0);
      case "Maximum" -> samples.stream().mapToDouble(Sample::maximum).max().orElse(0);
      default -> percentile(statistic.toLowerCase(Locale.ROOT), samples);
    };
  }

  private static double percentile(String statistic, List<Sample> samples) {
    double share = Double.parseDouble(statistic.substring(1)) / 100;
    List<Double> values = new ArrayList<>();
    for (Sample sample : samples) {
      for (int i = 0; i < Math.max(1, Math.round(sample.count())); i++) {
        values.add(sample.sum() / sample.count());
      }
    }
    values.sort(null);
    int rank = (int) Math.ceil(share * values.size()) - 1;
    return values.get(Math.max(0, Math.min(values.size() - 1, rank)));
  }
}
