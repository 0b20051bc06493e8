package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.InvalidNextTokenException;

/** One page of a list. */
record Page<T>(List<T> items, @Nullable String next) {

  static <T> Page<T> of(List<T> all, @Nullable Integer max, int usual, @Nullable String token) {
    int from = 0;
    if (token != null) {
      try {
        from = Math.min(all.size(), Integer.parseInt(token));
      } catch (NumberFormatException invalid) {
        throw AwsError.of(
            InvalidNextTokenException.builder(),
            "InvalidNextTokenException",
            400,
            "The NextToken value is invalid.");
      }
    }
    int to = Math.min(all.size(), from + (max == null ? usual : max));
    return new Page<>(
        List.copyOf(all.subList(from, to)), to < all.size() ? String.valueOf(to) : null);
  }
}
