package dev.rehearsal.cloud.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** One bucket: its configurations, the versions of its objects and its open uploads. */
final class Bucket {

  static final String NO_VERSION = "null";

  /** Keys sort by their UTF-8 bytes, which for Java's strings is the order of code points. */
  private static final Comparator<String> BY_BYTES = Bucket::compareCodePoints;

  final String name;
  final String region;
  final Instant created;
  final Map<Configuration, SdkPojo> configurations = new ConcurrentHashMap<>();
  final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  volatile @Nullable String policy;
  volatile boolean lockEnabled;

  /** The newest version of each key comes first in its list; lists are replaced, never changed. */
  private final NavigableMap<String, List<StoredObject>> objects =
      new ConcurrentSkipListMap<>(BY_BYTES);

  Bucket(String name, String region, Instant created) {
    this.name = name;
    this.region = region;
    this.created = created;
  }

  String arn() {
    return "arn:aws:s3:::" + name;
  }

  String arn(String key) {
    return arn() + "/" + key;
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  List<StoredObject> versions(String key) {
    return objects.getOrDefault(key, List.of());
  }

  /** Whichever of two keys comes later. */
  static String later(String a, String b) {
    return BY_BYTES.compare(a, b) >= 0 ? a : b;
  }

  /** All keys with all their versions, from {@code prefix} on. */
  NavigableMap<String, List<StoredObject>> from(String prefix) {
    return objects.tailMap(prefix, true);
  }

  Optional<StoredObject> newest(String key) {
    List<StoredObject> versions = versions(key);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(0));
  }

  Optional<StoredObject> version(String key, String id) {
    return versions(key).stream().filter(version -> version.versionId().equals(id)).findFirst();
  }

  /** Makes this the newest version; answers the one with the same id that it replaces. */
  synchronized Optional<StoredObject> put(StoredObject object) {
    Optional<StoredObject> replaced = version(object.key(), object.versionId());
    List<StoredObject> versions = new ArrayList<>(versions(object.key()));
    replaced.ifPresent(versions::remove);
    versions.add(0, object);
    objects.put(object.key(), List.copyOf(versions));
    return replaced;
  }

  /** Puts a changed copy in the place of a version. */
  synchronized void change(StoredObject before, StoredObject after) {
    List<StoredObject> versions = new ArrayList<>(versions(before.key()));
    versions.replaceAll(version -> version == before ? after : version);
    objects.put(before.key(), List.copyOf(versions));
  }

  synchronized void remove(StoredObject object) {
    List<StoredObject> versions = new ArrayList<>(versions(object.key()));
    versions.remove(object);
    if (versions.isEmpty()) {
      objects.remove(object.key());
    } else {
      objects.put(object.key(), List.copyOf(versions));
    }
  }

  /** Forgets everything and frees its bytes. */
  synchronized void clear() {
    Map<String, List<StoredObject>> all = new TreeMap<>(objects);
    objects.clear();
    all.values().stream()
        .flatMap(List::stream)
        .map(StoredObject::content)
        .filter(content -> content != null)
        .forEach(ContentStore::discard);
    uploads.values().forEach(Upload::discard);
    uploads.clear();
  }

  private static int compareCodePoints(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogates = Character.isSurrogate(x) ^ Character.isSurrogate(y);
        return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
