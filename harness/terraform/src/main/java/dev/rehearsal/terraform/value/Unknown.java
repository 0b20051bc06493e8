package dev.rehearsal.terraform.value;

/** The value that only an apply will tell. */
public enum Unknown {
  VALUE;

  /** Whether a value is unknown, or a collection that holds an unknown anywhere. */
  public static boolean in(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof java.util.Map<?, ?> map) {
      return map.values().stream().anyMatch(Unknown::in);
    }
    if (value instanceof java.util.List<?> list) {
      return list.stream().anyMatch(Unknown::in);
    }
    return value == VALUE;
  }
}
