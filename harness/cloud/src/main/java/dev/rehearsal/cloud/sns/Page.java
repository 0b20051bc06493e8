package dev.rehearsal.cloud.sns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, a hundred items long. */
record Page<T>(List<T> items, @Nullable String next) {

  private static final int SIZE = 100;

  static <T> Page<T> of(List<T> all, @Nullable String token) {
    int from = 0;
    if (token != null) {
      try {
        from = Math.min(all.size(), Integer.parseInt(token));
      } catch (NumberFormatException invalid) {
        throw SnsErrors.invalid("NextToken");
      }
    }
    int to = Math.min(all.size(), from + SIZE);
    return new Page<>(
        List.copyOf(all.subList(from, to)), to < all.size() ? String.valueOf(to) : null);
  }
}
