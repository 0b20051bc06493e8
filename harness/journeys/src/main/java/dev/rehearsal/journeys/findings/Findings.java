package dev.rehearsal.journeys.findings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the findings of one file. Not thread-safe. */
public final class Findings {

  private final SourceText source;
  private final List<Finding> found = new ArrayList<>();

  public Findings(SourceText source) {
    this.source = source;
  }

  /** Adds a finding. */
  public void add(Rule rule, SourceSpan at, String message, @Nullable String hint) {
    Finding finding = new Finding(rule, source, at, message, hint);
    if (!found.contains(finding)) {
      found.add(finding);
    }
  }

  /** All findings, in the order of the file. */
  public List<Finding> all() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Finding finding) -> finding.at().line())
                .thenComparingInt(finding -> finding.at().column())
                .thenComparing(Finding::rule))
        .toList();
  }
}
