package dev.rehearsal.gateway.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The condition keys of one request. Keys in any case. Used by one thread. */
public final class RequestContext {

  private final Map<String, List<String>> values = new HashMap<>();
  private final Map<String, Supplier<List<String>>> later = new HashMap<>();

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

  /** Sets a key whose values are found out when a policy first asks; none where it is empty. */
  public RequestContext put(String key, Supplier<List<String>> all) {
    later.put(key.toLowerCase(Locale.ROOT), all);
    return this;
  }

  /** A key's values; null where the request does not have the key. */
  @Nullable List<String> values(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    Supplier<List<String>> supplier = later.remove(lower);
    if (supplier != null) {
      List<String> found = supplier.get();
      if (!found.isEmpty()) {
        values.put(lower, List.copyOf(found));
      }
    }
    return values.get(lower);
  }
}
