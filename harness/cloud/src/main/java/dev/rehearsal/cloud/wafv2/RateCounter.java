package dev.rehearsal.cloud.wafv2;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the requests of each address within a window that moves with the stage's clock, in steps
 * of ten seconds, as AWS WAF estimates rates. Thread-safe.
 */
final class RateCounter {

  private static final long STEP_SECONDS = 10;

  /** One address's counts of the last steps. */
  private static final class Counts {
    private final long[] counts;
    private long step;

    Counts(int steps, long step) {
      this.counts = new long[steps];
      this.step = step;
    }

    synchronized long add(long now) {
      move(now);
      counts[(int) Math.floorMod(now, (long) counts.length)]++;
      return sum();
    }

    synchronized long look(long now) {
      move(now);
      return sum();
    }

    private void move(long now) {
      if (now - step >= counts.length) {
        Arrays.fill(counts, 0);
        step = now;
      }
      while (step < now) {
        step++;
        counts[(int) Math.floorMod(step, (long) counts.length)] = 0;
      }
    }

    private long sum() {
      return Arrays.stream(counts).sum();
    }
  }

  private final int steps;
  private final Map<String, Counts> byKey = new ConcurrentHashMap<>();

  RateCounter(long windowSeconds) {
    this.steps = (int) (windowSeconds / STEP_SECONDS);
  }

  /** Counts a request and tells how many there were in the window, this one included. */
  long count(String key, long epochSeconds) {
    long now = epochSeconds / STEP_SECONDS;
    return byKey.computeIfAbsent(key, any -> new Counts(steps, now)).add(now);
  }

  /** The keys with more than {@code limit} requests in the window. */
  List<String> over(long limit, long epochSeconds) {
    long now = epochSeconds / STEP_SECONDS;
    return byKey.entrySet().stream()
        .filter(each -> each.getValue().look(now) > limit)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
