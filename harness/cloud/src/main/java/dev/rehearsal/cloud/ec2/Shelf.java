package dev.rehearsal.cloud.ec2;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The records of one kind, by id, and what Describe operations filter them by. Used under the
 * store's lock only.
 *
 * @param <T> the SDK's class of the record
 */
final class Shelf<T> {

  private final String noun;
  private final String missing;
  private final Tags tags;
  private final Map<String, T> records = new LinkedHashMap<>();
  private final Map<String, Function<T, Stream<@Nullable String>>> filters = new HashMap<>();

  /**
   * @param noun what the records are called in errors
   * @param missing the error code for an id that is not there
   */
  Shelf(String noun, String missing, Tags tags) {
    this.noun = noun;
    this.missing = missing;
    this.tags = tags;
  }

  /** Adds a filter of one value. */
  Shelf<T> filter(String name, Function<T, @Nullable Object> value) {
    return filterAny(
        name,
        each -> {
          Object found = value.apply(each);
          return found == null ? Stream.empty() : Stream.of(found.toString());
        });
  }

  /** Adds a filter that any of several values meets. */
  Shelf<T> filterAny(String name, Function<T, Stream<@Nullable String>> values) {
    filters.put(name, values);
    return this;
  }

  void put(String id, T record) {
    records.put(id, record);
  }

  void remove(String id) {
    records.remove(id);
    tags.forget(id);
  }

  boolean has(String id) {
    return records.containsKey(id);
  }

  T get(@Nullable String id) {
    T found = id == null ? null : records.get(id);
    if (found == null) {
      throw Ec2Errors.of(missing, "The " + noun + " '" + id + "' does not exist");
    }
    return found;
  }

  List<T> all() {
    return List.copyOf(records.values());
  }

  /** Those of these ids, or all where none are named, that meet every filter. */
  List<T> find(List<String> ids, List<Filter> wanted) {
    List<String> names = ids.isEmpty() ? List.copyOf(records.keySet()) : ids;
    return names.stream()
        .map(this::get)
        .filter(each -> wanted.stream().allMatch(filter -> meets(each, filter)))
        .toList();
  }

  private boolean meets(T record, Filter filter) {
    String name = Ec2Errors.required(filter.name(), "Filter.Name");
    return values(record, name)
        .anyMatch(value -> filter.values().stream().anyMatch(pattern -> matches(pattern, value)));
  }

  private Stream<@Nullable String> values(T record, String name) {
    if (name.startsWith("tag:")) {
      return Stream.ofNullable(tags.map(id(record)).get(name.substring("tag:".length())));
    }
    if (name.equals("tag-key")) {
      return tags.map(id(record)).keySet().stream().map(key -> key);
    }
    Function<T, Stream<@Nullable String>> values = filters.get(name);
    if (values == null) {
      throw Ec2Errors.invalid("The filter '" + name + "' is invalid");
    }
    return values.apply(record);
  }

  private String id(T record) {
    return records.entrySet().stream()
        .filter(each -> each.getValue() == record)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** EC2's filter values know {@code *} and {@code ?}. */
  private static boolean matches(String pattern, @Nullable String value) {
    if (value == null) {
      return false;
    }
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
      return pattern.equals(value);
    }
    String regex =
        ("\\Q" + pattern.replace("\\E", "\\E\\\\E\\Q") + "\\E")
            .replace("*", "\\E.*\\Q")
            .replace("?", "\\E.\\Q");
    return value.matches(regex);
  }
}
