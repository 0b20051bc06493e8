package dev.rehearsal.journeys.findings;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a file.
 *
 * @param line the line, from 1
 * @param column the column in code points, from 1
 * @param length how many code points of that line it covers, at least 1
 * @param fragment the fragment's file that it stands in; null where it is the file at hand
 */
public record SourceSpan(int line, int column, int length, @Nullable SourceText fragment) {

  /** The start of a file. */
  public static final SourceSpan START = new SourceSpan(1, 1, 1);

  public SourceSpan(int line, int column, int length) {
    this(line, column, length, null);
  }

  /** A span of this line, {@code offset} code points further on. */
  public SourceSpan within(int offset, int newLength) {
    return new SourceSpan(line, column + offset, Math.max(1, newLength), fragment);
  }

  /** The file that this stands in, of a journey and its fragments. */
  public SourceText in(SourceText journey) {
    return fragment == null ? journey : fragment;
  }

  /** {@code line 7}, or {@code scenarios/fragments/order.fragment.yaml:7} in a fragment. */
  public String place() {
    return fragment == null ? "line " + line : fragment.name() + ":" + line;
  }
}
