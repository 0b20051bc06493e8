package dev.rehearsal.cloud.accessanalyzer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.OrderBy;
import software.amazon.awssdk.services.accessanalyzer.model.SortCriteria;

/** Filters of findings: all keys must hold, and of a key's values one. */
final class Criteria {

  private Criteria() {}

  static void check(Map<String, Criterion> filter) {
    filter.forEach(
        (key, criterion) -> {
          if (!Finding.isKey(key)) {
            throw AnalyzerErrors.invalid("Invalid filter key: " + key);
          }
          if (!criterion.hasEq()
              && !criterion.hasNeq()
              && !criterion.hasContains()
              && criterion.exists() == null) {
            throw AnalyzerErrors.invalid("The filter of " + key + " compares with nothing.");
          }
        });
  }

  static boolean match(Map<String, Criterion> filter, Finding finding) {
    return filter.entrySet().stream()
        .allMatch(each -> match(each.getValue(), finding.values(each.getKey())));
  }

  private static boolean match(Criterion criterion, List<String> values) {
    return (!criterion.hasEq() || values.stream().anyMatch(criterion.eq()::contains))
        && (!criterion.hasNeq() || values.stream().noneMatch(criterion.neq()::contains))
        && (!criterion.hasContains()
            || values.stream()
                .anyMatch(value -> criterion.contains().stream().anyMatch(value::contains)))
        && (criterion.exists() == null || criterion.exists() != values.isEmpty());
  }

  /** The order asked for; the newest first where none is. */
  static Comparator<Finding> order(@Nullable SortCriteria sort) {
    if (sort == null || sort.attributeName() == null) {
      return Comparator.comparing(Finding::updated).reversed().thenComparing(Finding::id);
    }
    String key = sort.attributeName();
    if (!Finding.isKey(key)) {
      throw AnalyzerErrors.invalid("Invalid sort attribute: " + key);
    }
    Comparator<Finding> by = Comparator.comparing(finding -> String.join(",", finding.values(key)));
    return (sort.orderBy() == OrderBy.DESC ? by.reversed() : by).thenComparing(Finding::id);
  }
}
