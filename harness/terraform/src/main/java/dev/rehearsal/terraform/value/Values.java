package dev.rehearsal.terraform.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A block's values by attribute name, readable by type. What is null, unknown or missing reads as
 * absent. Not thread-safe.
 */
public final class Values {

  private final Map<String, @Nullable Object> map;

  private Values(Map<String, @Nullable Object> map) {
    this.map = map;
  }

  /** A view on a map: writing writes through. */
  public static Values of(Map<String, @Nullable Object> map) {
    return new Values(map);
  }

  /** A number from a number or its text. */
  public static BigDecimal number(Object value) {
    return value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString());
  }

  /** A deep copy of a value, in which unknowns became null. */
  public static @Nullable Object known(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, one) -> copy.put((String) key, known(one)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(one -> copy.add(known(one)));
      return copy;
    }
    return value == Unknown.VALUE ? null : value;
  }

  public Map<String, @Nullable Object> asMap() {
    return map;
  }

  /** The value as it is; null where absent. */
  public @Nullable Object get(String name) {
    Object value = map.get(name);
    return value == Unknown.VALUE ? null : value;
  }

  /** Whether a value is there and is neither empty, false, zero nor unknown. */
  public boolean has(String name) {
    return !Zero.isZero(get(name));
  }

  public void set(String name, @Nullable Object value) {
    map.put(name, value);
  }

  /** A string; null where absent or empty. */
  public @Nullable String text(String name) {
    Object value = get(name);
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  /**
   * A string that must be there.
   *
   * @throws IllegalArgumentException where it is absent
   */
  public String string(String name) {
    Object value = get(name);
    if (value == null) {
      throw new IllegalArgumentException("The attribute \"" + name + "\" has no value.");
    }
    return value.toString();
  }

  /** A boolean; false where absent. */
  public boolean bool(String name) {
    return Boolean.TRUE.equals(get(name));
  }

  /** A whole number; null where absent. */
  public @Nullable Integer integer(String name) {
    Object value = get(name);
    return value == null ? null : number(value).intValueExact();
  }

  /** A list's or set's strings; empty where absent. */
  public List<String> strings(String name) {
    return get(name) instanceof List<?> list
        ? list.stream()
            .filter(one -> one != null && one != Unknown.VALUE)
            .map(Object::toString)
            .toList()
        : List.of();
  }

  /** A map's strings; empty where absent. */
  public Map<String, String> map(String name) {
    Map<String, String> strings = new LinkedHashMap<>();
    if (get(name) instanceof Map<?, ?> entries) {
      entries.forEach(
          (key, value) -> {
            if (value != null && value != Unknown.VALUE) {
              strings.put((String) key, value.toString());
            }
          });
    }
    return strings;
  }

  /** The only, or the first, nested block of a name. */
  public Optional<Values> block(String name) {
    if (get(name) instanceof Map<?, ?> single) {
      return Optional.of(view(single));
    }
    return blocks(name).stream().findFirst();
  }

  /** The nested blocks of a name; empty where there are none. */
  public List<Values> blocks(String name) {
    if (!(get(name) instanceof List<?> list)) {
      return List.of();
    }
    return list.stream()
        .map(one -> one instanceof Map<?, ?> block ? view(block) : of(new LinkedHashMap<>()))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Values view(Map<?, ?> block) {
    return of((Map<String, @Nullable Object>) block);
  }

  @Override
  public String toString() {
    return map.toString();
  }
}
