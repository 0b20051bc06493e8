package dev.rehearsal.terraform.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The official provider can't tell an absent value from its type's zero; so neither do plans here.
 */
public final class Zero {

  private Zero() {}

  /** Whether a value is null, false, 0, empty, or a collection of nothing but those. */
  public static boolean isZero(@Nullable Object value) {
    if (value == null || Boolean.FALSE.equals(value) || "".equals(value)) {
      return true;
    }
    if (value instanceof Number) {
      return Values.number(value).signum() == 0;
    }
    if (value instanceof List<?> list) {
      return list.isEmpty();
    }
    return value instanceof Map<?, ?> map && map.isEmpty();
  }
}
