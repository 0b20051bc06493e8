package dev.rehearsal.cloud.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ties a hop to the journey step that caused it.
 *
 * @param root the correlation id: the {@code Root} field of {@code X-Amzn-Trace-Id}
 * @param parent the id of the hop that caused this one, or null at the start of a chain
 */
public record Trace(String root, @Nullable String parent) {

  private static final ThreadLocal<Trace> CURRENT = new ThreadLocal<>();

  /** The trace of the work that the current thread does, where it does any. */
  public static Optional<Trace> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** The trace of a hop that this trace's hop causes. */
  public Trace childOf(String hopId) {
    return new Trace(root, hopId);
  }

  /** Makes this the current thread's trace until the scope is closed. */
  public Scope open() {
    Trace before = CURRENT.get();
    CURRENT.set(this);
    return () -> {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    };
  }

  /** The value of an {@code X-Amzn-Trace-Id} header that hands this trace on. */
  public String header() {
    return parent == null ? "Root=" + root : "Root=" + root + ";Parent=" + parent + ";Sampled=1";
  }

  /**
   * Reads an {@code X-Amzn-Trace-Id} header.
   *
   * @return empty where the header has no {@code Root} field
   */
  public static Optional<Trace> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    String root = null;
    String parent = null;
    for (String part : header.split(";", -1)) {
      String field = part.strip();
      if (field.startsWith("Root=")) {
        root = field.substring(5);
      } else if (field.startsWith("Parent=")) {
        parent = field.substring(7);
      }
    }
    return root == null || root.isEmpty() || root.length() > 128
        ? Optional.empty()
        : Optional.of(new Trace(root, parent));
  }

  /** An open trace; closing it brings the one before back. Used on the thread that opened it. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
