package dev.rehearsal.cloud.iam;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items what is on it
 * @param truncated whether more follows
 * @param marker where the next page begins, or null where this is the last
 */
record Pages<T>(List<T> items, boolean truncated, @Nullable String marker) {

  /** The page that begins at a marker: 100 items where the request does not say how many. */
  static <S, T> Pages<T> of(
      Collection<S> all,
      @Nullable String marker,
      @Nullable Integer maxItems,
      Function<S, T> shown) {
    int size = maxItems == null ? 100 : maxItems;
    if (size < 1 || size > 1000) {
      throw IamErrors.validation(
          "1 validation error detected: Value '"
              + size
              + "' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and"
              + " 1000");
    }
    int from = marker == null || marker.isEmpty() ? 0 : offset(marker, all.size());
    int to = Math.min(all.size(), from + size);
    boolean more = to < all.size();
    return new Pages<>(
        all.stream().skip(from).limit(to - from).map(shown).toList(),
        more,
        more
            ? Base64.getUrlEncoder()
                .encodeToString(("from:" + to).getBytes(StandardCharsets.US_ASCII))
            : null);
  }

  private static int offset(String marker, int size) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.US_ASCII);
      int offset = Integer.parseInt(text.substring("from:".length()));
      if (text.startsWith("from:") && offset >= 0) {
        return Math.min(offset, size);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
      throw IamErrors.validation("Invalid Marker.");
    }
    throw IamErrors.validation("Invalid Marker.");
  }
}
