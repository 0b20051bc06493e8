package dev.rehearsal.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the filters behind the recorder have to say of the call that this thread is answering. */
final class CallNotes implements AutoCloseable {

  private static final ThreadLocal<CallNotes> CURRENT = new ThreadLocal<>();

  private final @Nullable CallNotes before = CURRENT.get();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private @Nullable List<Need> needs;

  private CallNotes() {}

  static CallNotes open() {
    CallNotes notes = new CallNotes();
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
