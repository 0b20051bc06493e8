package dev.rehearsal.gateway.iam;

import java.util.BitSet;
import java.util.Locale;

/** IAM's patterns: {@code *} is any run of characters, {@code ?} any one. */
public final class Wildcards {

  /** Stand for {@code *} and {@code ?} that came out of a policy variable and mean themselves. */
  private static final char STAR_ITSELF = '\uE000';

  private static final char MARK_ITSELF = '\uE001';

  /** Like {@code *} and {@code ?}, but stopping at a colon. */
  private static final char STAR_WITHIN = '\uE002';

  private static final char MARK_WITHIN = '\uE003';

  private Wildcards() {}

  /** A pattern that fits this text only. */
  static String literally(String text) {
    return text.replace('*', STAR_ITSELF).replace('?', MARK_ITSELF);
  }

  /** The text that a pattern without wildcards stands for. */
  static String plain(String pattern) {
    return pattern.replace(STAR_ITSELF, '*').replace(MARK_ITSELF, '?');
  }

  /** Whether the whole text fits the pattern; letters' case counts. */
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int restart = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        restart = t;
      } else if (p < pattern.length() && one(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++restart;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  public static boolean matchesIgnoringCase(String pattern, String text) {
    return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a resource fits a pattern of a Resource element. In the first five parts of an ARN a
   * wildcard stays within its part, but for a {@code *} that ends a part: that one runs on.
   */
  public static boolean matchesResource(String pattern, String resource) {
    StringBuilder within = null;
    int colons = 0;
    for (int i = 0; i < pattern.length() && colons < 5; i++) {
      char c = pattern.charAt(i);
      if (c == ':') {
        colons++;
      } else if (c == '?'
          || (c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) != ':')) {
        within = within == null ? new StringBuilder(pattern) : within;
        within.setCharAt(i, c == '?' ? MARK_WITHIN : STAR_WITHIN);
      }
    }
    return within == null ? matches(pattern, resource) : simulate(within.toString(), resource);
  }

  /** Whether an ARN fits a pattern part by part, as the ARN condition operators compare. */
  static boolean matchesArn(String pattern, String arn) {
    String[] wanted = pattern.split(":", 6);
    String[] given = arn.split(":", 6);
    if (wanted.length != 6 || given.length != 6) {
      return pattern.equals("*");
    }
    for (int i = 0; i < 6; i++) {
      if (!matches(wanted[i], given[i])) {
        return false;
      }
    }
    return true;
  }

  /** Follows all places of the pattern at once: never slower than both lengths' product. */
  private static boolean simulate(String pattern, String text) {
    BitSet places = skipStars(pattern, at(0));
    for (int t = 0; t < text.length() && !places.isEmpty(); t++) {
      char c = text.charAt(t);
      BitSet next = new BitSet();
      for (int p = places.nextSetBit(0); p >= 0; p = places.nextSetBit(p + 1)) {
        if (p == pattern.length()) {
          continue;
        }
        char wanted = pattern.charAt(p);
        if (wanted == '*' || (wanted == STAR_WITHIN && c != ':')) {
          next.set(p);
        } else if (wanted == MARK_WITHIN ? c != ':' : one(wanted, c)) {
          next.set(p + 1);
        }
      }
      places = skipStars(pattern, next);
    }
    return places.get(pattern.length());
  }

  private static BitSet at(int place) {
    BitSet places = new BitSet();
    places.set(place);
    return places;
  }

  private static BitSet skipStars(String pattern, BitSet places) {
    for (int p = places.nextSetBit(0);
        p >= 0 && p < pattern.length();
        p = places.nextSetBit(p + 1)) {
      if (pattern.charAt(p) == '*' || pattern.charAt(p) == STAR_WITHIN) {
        places.set(p + 1);
      }
    }
    return places;
  }

  private static boolean one(char wanted, char given) {
    return switch (wanted) {
      case '?' -> true;
      case STAR_ITSELF -> given == '*';
      case MARK_ITSELF -> given == '?';
      default -> wanted == given;
    };
  }
}
