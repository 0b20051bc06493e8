package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Ids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Things with an id and a version that callers must name to change them. Thread-safe.
 *
 * @param <T> what is kept
 */
final class Store<T> {

  /**
   * One version of a thing.
   *
   * @param eTag the version's name
   */
  record Versioned<T>(String id, T value, String eTag) {}

  private final Map<String, Versioned<T>> things = new TreeMap<>();
  private final Ids ids;
  private final Supplier<AwsServiceException> missing;

  Store(Ids ids, Supplier<AwsServiceException> missing) {
    this.ids = ids;
    this.missing = missing;
  }

  synchronized Versioned<T> add(String id, T value) {
    Versioned<T> added = new Versioned<>(id, value, eTag());
    things.put(id, added);
    return added;
  }

  synchronized Optional<Versioned<T>> find(@Nullable String id) {
    return id == null ? Optional.empty() : Optional.ofNullable(things.get(id));
  }

  Versioned<T> get(@Nullable String id) {
    return find(id).orElseThrow(missing);
  }

  synchronized Versioned<T> update(String id, @Nullable String ifMatch, UnaryOperator<T> change) {
    Versioned<T> before = match(id, ifMatch);
    return add(id, change.apply(before.value()));
  }

  synchronized Versioned<T> match(String id, @Nullable String ifMatch) {
    Versioned<T> present = get(id);
    if (ifMatch == null || ifMatch.isEmpty()) {
      throw CloudFrontErrors.noIfMatch();
    }
    if (!ifMatch.equals(present.eTag())) {
      throw CloudFrontErrors.preconditionFailed();
    }
    return present;
  }

  /** Puts another value under the same version. */
  synchronized void replace(String id, String eTag, T value) {
    things.put(id, new Versioned<>(id, value, eTag));
  }

  /** The error where something is not there. */
  AwsServiceException missing() {
    return missing.get();
  }

  synchronized void remove(String id) {
    things.remove(id);
  }

  synchronized List<Versioned<T>> all() {
    return List.copyOf(things.values());
  }

  synchronized void clear() {
    things.clear();
  }

  private String eTag() {
    return "E" + ids.upper(13);
  }
}
