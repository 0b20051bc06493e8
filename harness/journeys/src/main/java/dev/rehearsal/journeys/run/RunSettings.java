package dev.rehearsal.journeys.run;

/**
 * How to run journeys.
 *
 * @param parallel how many journeys run at the same time
 * @param seed where every id of a run comes from: the same seed gives the same ids, so a stage that
 *     already saw a run needs another one
 */
public record RunSettings(int parallel, long seed) {

  /** At most as many journeys run at the same time. */
  public static final int MOST = 256;

  public RunSettings {
    if (parallel < 1 || parallel > MOST) {
      throw new IllegalArgumentException(
          "Journeys run 1 to " + MOST + " at a time, not " + parallel + ".");
    }
  }

  /** Half as many journeys at a time again as there are processors, at least 2 and at most 8. */
  public static RunSettings defaults() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new RunSettings(Math.max(2, Math.min(8, processors * 3 / 2)), 1);
  }

  public RunSettings withSeed(long other) {
    return new RunSettings(parallel, other);
  }

  public RunSettings withParallel(int other) {
    return new RunSettings(other, seed);
  }
}
