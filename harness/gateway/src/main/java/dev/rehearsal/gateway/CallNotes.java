package dev.rehearsal.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the filters behind the recorder have to say of the call that this thread is answering. */
final class CallNotes implements AutoCloseable {

  private static final ThreadLocal<CallNotes> CURRENT = new ThreadLocal<>();

  private final @Nullable CallNotes before = CURRENT.get();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private @Nullable String resource;

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

  /** Notes which resource the call is about, by its whole ARN. */
  static void resource(String arn) {
    CallNotes notes = CURRENT.get();
    if (notes != null && notes.resource == null) {
      notes.resource = arn;
    }
  }

  Map<String, String> facts() {
    return facts;
  }

  /** The call's resource; null where no filter has said. */
  @Nullable String resource() {
    return resource;
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
