package dev.rehearsal.journeys.findings;

/**
 * Where something stands in a file.
 *
 * @param line the line, from 1
 * @param column the column in code points, from 1
 * @param length how many code points of that line it covers, at least 1
 */
public record SourceSpan(int line, int column, int length) {

  /** The start of a file. */
  public static final SourceSpan START = new SourceSpan(1, 1, 1);

  /** A span of this line, {@code offset} code points further on. */
  public SourceSpan within(int offset, int newLength) {
    return new SourceSpan(line, column + offset, Math.max(1, newLength));
  }
}
