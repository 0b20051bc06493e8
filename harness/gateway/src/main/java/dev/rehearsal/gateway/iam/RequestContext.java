package dev.rehearsal.gateway.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The condition keys of one request. Keys in any case. Not thread-safe while being filled. */
public final class RequestContext {

  private final Map<String, List<String>> values = new TreeMap<>();

  /** Sets a key; a null value leaves it out. */
  public RequestContext put(String key, @Nullable String value) {
    if (value != null) {
      values.put(key.toLowerCase(Locale.ROOT), List.of(value));
    }
    return this;
  }

  /** Sets a key with many values. */
  public RequestContext put(String key, List<String> all) {
    values.put(key.toLowerCase(Locale.ROOT), List.copyOf(all));
    return this;
  }

  /** A key's values; null where the request does not have the key. */
  @Nullable List<String> values(String key) {
    return values.get(key.toLowerCase(Locale.ROOT));
  }
}
