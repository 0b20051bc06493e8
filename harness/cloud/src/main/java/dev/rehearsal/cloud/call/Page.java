package dev.rehearsal.cloud.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param items what is on it
 * @param next the token of the page after it; null on the last one
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, @Nullable String next) {

  /**
   * Cuts a page out of a listing whose order doesn't change.
   *
   * @param token the token of the page before; null or empty for the first page
   * @param size how many items a page has at most; below 1 for all
   * @throws NumberFormatException where the token was not made here
   */
  public static <T> Page<T> of(List<T> all, @Nullable String token, int size) {
    int from = token == null || token.isEmpty() ? 0 : Integer.parseInt(token);
    if (from < 0) {
      throw new NumberFormatException("A page token is not negative.");
    }
    int start = Math.min(from, all.size());
    int end = size < 1 ? all.size() : (int) Math.min(all.size(), (long) start + size);
    return new Page<>(
        List.copyOf(all.subList(start, end)), end < all.size() ? String.valueOf(end) : null);
  }
}
