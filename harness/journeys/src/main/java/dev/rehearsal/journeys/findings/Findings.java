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
    add(new Finding(rule, at.in(source), at, message, hint));
  }

  /** Adds what was found elsewhere. */
  public void add(Finding finding) {
    if (!found.contains(finding)) {
      found.add(finding);
    }
  }

  /** All findings: those of the file in its order, then those of each fragment. */
  public List<Finding> all() {
    return found.stream()
        .sorted(
            Comparator.comparing(
                    (Finding finding) ->
                        finding.source().equals(source) ? "" : finding.source().name())
                .thenComparingInt(finding -> finding.at().line())
                .thenComparingInt(finding -> finding.at().column())
                .thenComparing(Finding::rule))
        .toList();
  }
}
