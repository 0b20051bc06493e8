package dev.rehearsal.journeys.findings;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a file.
 *
 * @param rule the rule it breaks
 * @param source the file
 * @param at where in the file
 * @param message what is wrong, one sentence without its full stop
 * @param hint what to do about it; null where the message says it all
 */
public record Finding(
    Rule rule, SourceText source, SourceSpan at, String message, @Nullable String hint) {

  /** How bad it is. */
  public Severity severity() {
    return rule.severity();
  }

  /** Whether the file may not run. */
  public boolean isError() {
    return severity() == Severity.ERROR;
  }

  /**
   * The finding as people read it: position, severity and message with the rule's id, then the
   * source line with a caret under what is meant, then the hint.
   */
  public String format() {
    StringBuilder text = new StringBuilder();
    text.append(source.at(at)).append(": ").append(severity()).append(": ").append(message);
    text.append(" [").append(rule.id()).append("]\n");
    String line = source.line(at.line());
    String number = String.valueOf(at.line());
    if (!line.isBlank()) {
      int start = Math.min(at.column() - 1, line.codePointCount(0, line.length()));
      int end = line.codePointCount(0, line.length());
      text.append("  ").append(number).append(" | ").append(printable(line)).append('\n');
      text.append("  ").append(" ".repeat(number.length())).append(" | ");
      text.append(" ".repeat(start));
      text.append("^".repeat(Math.max(1, Math.min(at.length(), end - start)))).append('\n');
    }
    if (hint != null) {
      text.append("  ").append(" ".repeat(number.length())).append(" = hint: ").append(hint);
      text.append('\n');
    }
    return text.toString();
  }

  private static String printable(String line) {
    return line.codePoints()
        .map(each -> each == '\t' ? ' ' : Character.isISOControl(each) ? '\uFFFD' : each)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
