package dev.t2s.shop.runtime;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON object, read field by field. Fields of another type than asked for count as absent. */
public final class Json {

  private static final JSON READER =
      JSON.std
          .with(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

  private final Map<String, Object> fields;

  private Json(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads an object.
   *
   * @throws Malformed where the text is no JSON object
   */
  public static Json parse(String text) {
    try {
      Object any = READER.anyFrom(text);
      return object(any).orElseThrow(() -> new Malformed("Expected a JSON object."));
    } catch (IOException malformed) {
      throw new Malformed("Not JSON.");
    }
  }

  /** An object of names and values in turn; pairs whose value is null are left out. */
  public static Map<String, Object> of(@Nullable Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        fields.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return fields;
  }

  /** Writes maps, lists, texts, numbers and booleans. */
  public static String write(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public Optional<String> text(String name) {
    return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A whole number that fits a long. */
  public Optional<Long> number(String name) {
    Object value = fields.get(name);
    return value instanceof Integer || value instanceof Long
        ? Optional.of(((Number) value).longValue())
        : Optional.empty();
  }

  /** An object; empty where there is none. */
  public Json object(String name) {
    return object(fields.get(name)).orElseGet(() -> new Json(Map.of()));
  }

  /** The objects of an array; empty where there is none. */
  public List<Json> objects(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().flatMap(each -> object(each).stream()).toList()
        : List.of();
  }

  /** The texts of an array; empty where there is none. */
  public List<String> strings(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** The fields whose values are texts, numbers or booleans, as texts. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            texts.put(name, String.valueOf(value));
          }
        });
    return texts;
  }

  public boolean has(String name) {
    return fields.get(name) != null;
  }

  public boolean isTrue(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** The object with its fields sorted, so that equal objects have equal texts. */
  public String canonical() {
    return write(sorted(fields));
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach(
          (name, each) -> sorted.put(String.valueOf(name), each == null ? "" : sorted(each)));
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(each -> each == null ? "" : sorted(each)).toList()
        : value;
  }

  private static Optional<Json> object(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach(
        (name, each) -> {
          if (each != null) {
            fields.put(String.valueOf(name), each);
          }
        });
    return Optional.of(new Json(fields));
  }

  /** A text that is not the JSON it should be. Its message never quotes the text. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
