package dev.rehearsal.cloud.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and the token of the next part.
 *
 * @param next null at the end
 */
record Part<T>(List<T> items, @Nullable String next) {

  static <T> Part<T> of(List<T> all, @Nullable String token, @Nullable Integer limit, int most) {
    int start;
    try {
      start = token == null ? 0 : Integer.parseInt(token);
    } catch (NumberFormatException broken) {
      throw Errors.invalid("The specified nextToken is invalid.");
    }
    start = Math.max(0, Math.min(start, all.size()));
    int end =
        Math.min(all.size(), start + (limit == null ? most : Math.max(1, Math.min(limit, most))));
    return new Part<>(
        List.copyOf(all.subList(start, end)), end < all.size() ? Integer.toString(end) : null);
  }
}
