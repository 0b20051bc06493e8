package dev.rehearsal.journeys.findings;

import java.util.Locale;

/** What every journey file is checked for. */
public enum Rule {
  YAML_SYNTAX,
  YAML_ALIAS,
  DUPLICATE_KEY,
  UNKNOWN_KEY,
  MISSING_KEY,
  WRONG_TYPE,
  EMPTY_JOURNEY,
  UNKNOWN_STEP,
  UNKNOWN_CUSTOMER,
  UNKNOWN_PRODUCT,
  UNKNOWN_VISITOR,
  UNKNOWN_CAPTURE,
  UNKNOWN_FRAGMENT,
  CAPTURE_TAKEN,
  BAD_REFERENCE,
  BAD_NAME,
  BAD_DURATION,
  BAD_MONEY,
  BAD_JSONPATH,
  BAD_STATUS,
  BAD_REQUEST,
  BAD_NUMBER,
  BAD_PATTERN,
  BAD_SELECTOR,
  BAD_CHANNEL,
  BAD_RACE,
  BAD_CHAIN,
  BAD_TABLE,
  BAD_FAULT,
  BAD_FINALLY,
  BAD_STATE,
  BAD_FRAGMENT,
  SQL_WRITES,
  NOTHING_EXPECTED(Severity.WARNING),
  UNUSED(Severity.WARNING);

  private final Severity severity;

  Rule() {
    this(Severity.ERROR);
  }

  Rule(Severity severity) {
    this.severity = severity;
  }

  /** The severity of this rule's findings. */
  public Severity severity() {
    return severity;
  }

  /** The rule's id as findings show it, for example {@code unknown-key}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
