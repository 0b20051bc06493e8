package dev.rehearsal.gateway.iam;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The condition keys of one request. Keys in any case. Used by one thread. */
public final class RequestContext {

  private final Map<String, List<String>> values = new HashMap<>();
  private final Map<String, Supplier<List<String>>> later = new HashMap<>();

  /** Keys that AWS fills and the embedded AWS does not, by how they begin. */
  private static final List<String> NOT_FILLED =
      List.of(
          "aws:principaltag/",
          "aws:resourcetag/",
          "aws:principalorg",
          "aws:resourceorg",
          "aws:sourceorg",
          "aws:sourcevpc",
          "aws:vpcsourceip",
          "aws:tokenissuetime",
          "aws:calledvia",
          "kms:resourcealiases");

  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();

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
    List<String> known = values.get(lower);
    if (known == null) {
      missing.add(key);
    }
    if (known == null && NOT_FILLED.stream().anyMatch(lower::startsWith)) {
      unknown.add(key);
    }
    return known;
  }

  /** The keys that a policy asked for and that the request does not have. */
  public Set<String> missing() {
    return missing;
  }

  /** The keys that a policy asked for and that are never there, though AWS would have them. */
  public Set<String> unknown() {
    return unknown;
  }
}
