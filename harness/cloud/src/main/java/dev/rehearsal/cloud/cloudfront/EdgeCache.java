package dev.rehearsal.cloud.cloudfront;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the edge keeps of origins' answers: least recently used goes first. Thread-safe. */
final class EdgeCache {

  private static final long LIMIT = 64L * 1024 * 1024;

  /**
   * What tells one kept answer from another.
   *
   * @param distribution the distribution's id
   * @param path the path that the viewer asked for, for invalidations
   * @param rest what else the cache policy puts into the key
   */
  record Key(String distribution, String path, String rest) {}

  /**
   * A kept answer.
   *
   * @param stored when it was fetched or last revalidated
   * @param fresh until when it is served without asking the origin
   */
  record Entry(OriginAnswer answer, Instant stored, Instant fresh) {}

  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  synchronized Optional<Entry> find(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(Key key, Entry entry) {
    remove(key);
    if (entry.answer().body().length > LIMIT / 4) {
      return;
    }
    entries.put(key, entry);
    size += entry.answer().body().length;
    Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
    while (size > LIMIT && oldest.hasNext()) {
      size -= oldest.next().getValue().answer().body().length;
      oldest.remove();
    }
  }

  synchronized void remove(Key key) {
    Entry before = entries.remove(key);
    if (before != null) {
      size -= before.answer().body().length;
    }
  }

  /** Forgets what the paths of an invalidation name; a path may end with a star. */
  synchronized void invalidate(String distribution, List<String> paths) {
    entries
        .entrySet()
        .removeIf(
            one -> {
              boolean gone =
                  one.getKey().distribution().equals(distribution)
                      && paths.stream().anyMatch(path -> named(path, one.getKey().path()));
              if (gone) {
                size -= one.getValue().answer().body().length;
              }
              return gone;
            });
  }

  synchronized void clear() {
    entries.clear();
    size = 0;
  }

  private static boolean named(String pattern, String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }
}
