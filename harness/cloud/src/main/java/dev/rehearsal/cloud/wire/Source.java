package dev.rehearsal.cloud.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value as a client wrote it: in JSON, CBOR, XML or a query. */
interface Source {

  /** A structure's member; null where it is absent. */
  @Nullable Source member(Member member);

  /** A list's elements. {@code this} is what {@link #member} found for it. */
  List<Source> elements(Member list);

  /** A map's entries, in order. */
  Map<String, Source> entries(Member map);

  /** A single value or a document; null where the client wrote an explicit null. */
  @Nullable Object scalar(Member member);

  /** Whether the client wrote an explicit null. */
  default boolean isNull() {
    return false;
  }
}
