package dev.rehearsal.cloud.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing of keys: entries and common prefixes in order, together at most {@code
 * most}.
 *
 * @param last where the next page goes on after; null where this is the last
 * @param <T> what is listed under a key
 */
record Listing<T>(
    List<T> entries, Set<String> prefixes, @Nullable String last, @Nullable T lastEntry) {

  static final int MOST = 1000;

  /**
   * What to list.
   *
   * @param after keys up to this one are left out, and keys within it where it is a common prefix
   */
  record Wanted(String prefix, String delimiter, String after, int most) {

    static Wanted of(
        @Nullable String prefix,
        @Nullable String delimiter,
        @Nullable String after,
        @Nullable Integer most) {
      if (most != null && most < 0) {
        throw S3Errors.invalid("Argument maxKeys must be an integer between 0 and 2147483647");
      }
      return new Wanted(
          prefix == null ? "" : prefix,
          delimiter == null ? "" : delimiter,
          after == null ? "" : after,
          most == null ? MOST : Math.min(most, MOST));
    }

    /** The common prefix that a key falls into; null where it is listed itself. */
    @Nullable String common(String key) {
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      return end < 0 ? null : key.substring(0, end + delimiter.length());
    }

    private boolean isPast(String key) {
      boolean inLastPrefix =
          !delimiter.isEmpty() && after.endsWith(delimiter) && key.startsWith(after);
      return !inLastPrefix;
    }
  }

  /**
   * Lists a bucket.
   *
   * @param within what of a key's versions to list, in order; those before the page already left
   *     out
   */
  static <T> Listing<T> of(
      Bucket bucket,
      Wanted wanted,
      Function<Map.Entry<String, List<StoredObject>>, Stream<T>> within) {
    List<T> entries = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    String last = null;
    T lastEntry = null;
    String start = Bucket.later(wanted.prefix(), wanted.after());
    for (Map.Entry<String, List<StoredObject>> key : bucket.from(start).entrySet()) {
      if (!key.getKey().startsWith(wanted.prefix())) {
        break;
      }
      if (!wanted.isPast(key.getKey())) {
        continue;
      }
      List<T> listed = within.apply(key).toList();
      String common = wanted.common(key.getKey());
      if (common != null) {
        if (listed.isEmpty() || prefixes.contains(common)) {
          continue;
        }
        if (entries.size() + prefixes.size() >= wanted.most()) {
          return new Listing<>(entries, prefixes, last == null ? "" : last, lastEntry);
        }
        prefixes.add(common);
        last = common;
        lastEntry = null;
        continue;
      }
      for (T entry : listed) {
        if (entries.size() + prefixes.size() >= wanted.most()) {
          return new Listing<>(entries, prefixes, last == null ? "" : last, lastEntry);
        }
        entries.add(entry);
        last = key.getKey();
        lastEntry = entry;
      }
    }
    return new Listing<>(entries, prefixes, null, null);
  }

  boolean truncated() {
    return last != null;
  }

  /** Encodes a name where the request asks for {@code encoding-type=url}. */
  static @Nullable String encode(@Nullable String name, @Nullable String encoding) {
    return name == null || !"url".equals(encoding)
        ? name
        : URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
