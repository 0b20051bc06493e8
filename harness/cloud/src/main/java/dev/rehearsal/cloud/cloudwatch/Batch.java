package dev.rehearsal.cloud.cloudwatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, and the token of the next part.
 *
 * @param next null at the end
 */
record Batch<T>(List<T> items, @Nullable String next) {

  static <T> Batch<T> of(List<T> all, @Nullable String token, @Nullable Integer limit, int most) {
    int start;
    try {
      start = token == null ? 0 : Math.min(all.size(), Integer.parseInt(token));
    } catch (NumberFormatException broken) {
      throw Errors.validation("The token " + token + " is not valid.");
    }
    int end = Math.min(all.size(), start + (limit == null ? most : Math.min(most, limit)));
    return new Batch<>(
        List.copyOf(all.subList(start, end)), end < all.size() ? Integer.toString(end) : null);
  }
}
