package dev.rehearsal.journeys.findings;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
  /** The file runs nothing. */
  ERROR,
  /** The file runs; it may not say what its author means. */
  WARNING;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
