package dev.rehearsal.journeys.findings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who misspelt a name meant. */
public final class Nearest {

  private Nearest() {}

  /** The known name that needs the fewest edits, where these are few for its length. */
  public static Optional<String> to(String given, Collection<String> known) {
    if (given.length() > 100) {
      return Optional.empty();
    }
    int allowed = Math.max(1, given.length() / 3);
    return known.stream()
        .filter(name -> distance(given, name) <= allowed)
        .min(
            Comparator.<String>comparingInt(name -> distance(given, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * A hint for an unknown name: the nearest known one, else all of them.
   *
   * @return null where nothing is known
   */
  public static @Nullable String hint(String given, Collection<String> known) {
    Optional<String> nearest = to(given, known);
    if (nearest.isPresent()) {
      return "did you mean `" + nearest.get() + "`?";
    }
    return known.isEmpty()
        ? null
        : "known here: " + String.join(", ", known.stream().sorted().limit(20).toList());
  }

  /** Edits between two names, a swap of neighbours counting once; case doesn't count. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        best = Math.min(best, edits[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, edits[i - 2][j - 2] + 1);
        }
        edits[i][j] = best;
      }
    }
    return edits[a.length()][b.length()];
  }
}
