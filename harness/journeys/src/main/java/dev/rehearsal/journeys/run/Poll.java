package dev.rehearsal.journeys.run;

import java.time.Duration;

/**
 * What a poll of an {@code eventually} saw; polls in a row that saw the same are one.
 *
 * @param after how long after the step's start the first of them ended
 * @param times how many there were
 * @param seen what they saw
 */
public record Poll(Duration after, int times, String seen) {

  @Override
  public String toString() {
    return "+" + after.toMillis() + " ms" + (times > 1 ? " x" + times : "") + ": " + seen;
  }
}
