package dev.rehearsal.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the filters behind the recorder have to say of the call that this thread is answering. */
final class CallNotes implements AutoCloseable {

  private static final ThreadLocal<CallNotes> CURRENT = new ThreadLocal<>();

  private final @Nullable CallNotes before = CURRENT.get();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private @Nullable List<Need> needs;

  private final @Nullable String cause;

  private CallNotes(@Nullable String cause) {
    this.cause = cause;
  }

  /**
   * Opens the notes of a call.
   *
   * @param cause the hop that causes the call; null where none does
   */
  static CallNotes open(@Nullable String cause) {
    CallNotes notes = new CallNotes(cause);
    CURRENT.set(notes);
    return notes;
  }

  /** Notes a fact; does nothing where nobody records. */
  static void add(String name, String value) {
    CallNotes notes = CURRENT.get();
    if (notes != null) {
      notes.facts.put(name, value);
    }
  }

  /** Notes what the call must be allowed, by whole ARNs. */
  static void needs(List<Need> needs) {
    CallNotes notes = CURRENT.get();
    if (notes != null) {
      notes.needs = needs;
    }
  }

  /** What the call must be allowed, as a filter before has said or else as is found now. */
  static List<Need> needsOr(Supplier<List<Need>> otherwise) {
    CallNotes notes = CURRENT.get();
    return notes == null || notes.needs == null ? otherwise.get() : notes.needs;
  }

  /** The hop that causes the call; null where none does, or nobody records. */
  static @Nullable String cause() {
    CallNotes notes = CURRENT.get();
    return notes == null ? null : notes.cause;
  }

  Map<String, String> facts() {
    return facts;
  }

  /** What the call must be allowed; null where no filter has said. */
  @Nullable List<Need> needs() {
    return needs;
  }

  @Override
  public void close() {
    if (before == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(before);
    }
  }
}
