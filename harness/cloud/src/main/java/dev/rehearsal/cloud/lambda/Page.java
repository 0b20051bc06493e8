package dev.rehearsal.cloud.lambda;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and where the next one starts.
 *
 * @param items the part
 * @param next the marker of the next part; null at the end
 */
record Page<T>(List<T> items, @Nullable String next) {

  static <T> Page<T> of(List<T> all, @Nullable String marker, @Nullable Integer max, int most) {
    int from;
    try {
      from = marker == null || marker.isEmpty() ? 0 : Integer.parseInt(marker);
    } catch (NumberFormatException broken) {
      throw Errors.invalid("The marker " + marker + " is not valid.");
    }
    int start = Math.max(0, Math.min(from, all.size()));
    int end = Math.min(all.size(), start + Math.min(max == null ? most : Math.max(1, max), most));
    return new Page<>(
        List.copyOf(all.subList(start, end)), end < all.size() ? Integer.toString(end) : null);
  }
}
