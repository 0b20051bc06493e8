package dev.rehearsal.cloud.sqs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list; without a maximum there is one page of up to 1000, as AWS answers. */
record Page(List<String> items, @Nullable String next) {

  static Page of(List<String> all, @Nullable Integer max, @Nullable String token) {
    int from = 0;
    if (token != null) {
      try {
        from = Math.min(all.size(), Integer.parseInt(token));
      } catch (NumberFormatException invalid) {
        throw SqsErrors.parameter("Invalid or expired next token.");
      }
    }
    if (max != null && (max < 1 || max > 1000)) {
      throw SqsErrors.parameter(
          "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer"
              + " between 1 and 1000.");
    }
    int to = Math.min(all.size(), from + (max == null ? 1000 : max));
    return new Page(
        all.subList(from, to), max != null && to < all.size() ? String.valueOf(to) : null);
  }
}
