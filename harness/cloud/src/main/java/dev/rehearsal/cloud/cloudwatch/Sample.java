package dev.rehearsal.cloud.cloudwatch;

/**
 * A value that was reported, or several of them summed up.
 *
 * @param at when, in milliseconds since the epoch
 * @param count how many values it stands for
 * @param sum their sum
 * @param minimum the smallest
 * @param maximum the largest
 * @param unit their unit
 */
record Sample(long at, double count, double sum, double minimum, double maximum, String unit) {

  static Sample of(long at, double value, double count, String unit) {
    return new Sample(at, count, value * count, value, value, unit);
  }
}
