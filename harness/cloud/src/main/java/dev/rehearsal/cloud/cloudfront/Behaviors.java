package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.call.Shapes;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;

/** Finds the behaviour of a path: in the order they are listed, the default one last. */
final class Behaviors {

  private Behaviors() {}

  /** Every behaviour in order of precedence; the last one has the path pattern {@code *}. */
  static List<CacheBehavior> all(DistributionConfig config) {
    List<CacheBehavior> all = new ArrayList<>();
    if (config.cacheBehaviors() != null) {
      all.addAll(config.cacheBehaviors().items());
    }
    all.add(
        Shapes.copy(config.defaultCacheBehavior(), CacheBehavior.builder())
            .pathPattern("*")
            .build());
    return all;
  }

  static CacheBehavior find(DistributionConfig config, String path) {
    if (config.cacheBehaviors() != null) {
      for (CacheBehavior behavior : config.cacheBehaviors().items()) {
        if (matches(behavior.pathPattern(), path)) {
          return behavior;
        }
      }
    }
    return Shapes.copy(config.defaultCacheBehavior(), CacheBehavior.builder())
        .pathPattern("*")
        .build();
  }

  /** Whether a path pattern with * and ? matches a path; case counts, a leading slash doesn't. */
  static boolean matches(String pattern, String path) {
    String wanted = pattern.startsWith("/") ? pattern.substring(1) : pattern;
    String given = path.startsWith("/") ? path.substring(1) : path;
    int w = 0;
    int g = 0;
    int star = -1;
    int mark = 0;
    while (g < given.length()) {
      if (w < wanted.length() && wanted.charAt(w) == '*') {
        star = w++;
        mark = g;
      } else if (w < wanted.length()
          && (wanted.charAt(w) == '?' || wanted.charAt(w) == given.charAt(g))) {
        w++;
        g++;
      } else if (star >= 0) {
        w = star + 1;
        g = ++mark;
      } else {
        return false;
      }
    }
    while (w < wanted.length() && wanted.charAt(w) == '*') {
      w++;
    }
    return w == wanted.length();
  }
}
