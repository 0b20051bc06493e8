package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.time.ScheduleExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/**
 * When a secret is rotated: its windows, in UTC, by {@code ScheduleExpression} or {@code
 * AutomaticallyAfterDays}. The rotation happens as a window opens; AWS chooses a time in it.
 *
 * @param every when windows open
 * @param length how long they are open; null until the end of their day
 */
record RotationSchedule(ScheduleExpression every, @Nullable Duration length) {

  /** A window. */
  record Window(Instant opens, Instant closes) {

    /** The time that AWS tells: the secret is rotated until then. */
    Instant lastSecond() {
      return closes.minusSeconds(1);
    }
  }

  private static final Duration LEAST = Duration.ofHours(4);
  private static final Duration MOST = Duration.ofDays(999);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern HOURS = Pattern.compile("([1-9][0-9]?)h");
  private static final Pattern CRON = Pattern.compile("cron\\(0 .+ \\*\\)");

  /** A year of windows, four hours apart, is enough to see two that are too close. */
  private static final int LOOKED_AT = 366 * 6;

  private static final Instant NEW_YEAR = Instant.parse("2024-01-01T00:00:00Z");

  /**
   * Reads rules.
   *
   * @return empty where they have no schedule
   * @throws software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException says
   *     what is wrong with them
   */
  static Optional<RotationSchedule> of(RotationRulesType rules) {
    @Nullable Duration length = rules.duration() == null ? null : length(rules.duration());
    if (rules.scheduleExpression() != null) {
      return Optional.of(expression(rules.scheduleExpression(), length));
    }
    if (rules.automaticallyAfterDays() == null) {
      return Optional.empty();
    }
    long days = rules.automaticallyAfterDays();
    if (days < 1 || days > 1000) {
      throw SecretErrors.parameter("AutomaticallyAfterDays must be between 1 and 1000.");
    }
    return Optional.of(
        new RotationSchedule(new ScheduleExpression.Rate(Duration.ofDays(days)), length));
  }

  private static RotationSchedule expression(String text, @Nullable Duration length) {
    ScheduleExpression every;
    try {
      every = ScheduleExpression.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw invalid(text, String.valueOf(wrong.getMessage()));
    }
    if (every instanceof ScheduleExpression.At || text.contains("minute")) {
      throw invalid(text, "It must be a rate in hours or days, or a cron expression.");
    }
    if (every instanceof ScheduleExpression.Rate rate && rate.every().compareTo(MOST) > 0) {
      throw invalid(text, "The longest time between two rotations is 999 days.");
    }
    if (every instanceof ScheduleExpression.Cron && !CRON.matcher(text.strip()).matches()) {
      throw invalid(text, "Its minutes must be 0 and its year *: windows start on the hour.");
    }
    return checked(text, every, length);
  }

  /** Looks at a year of windows: they must be 4 hours apart, and end with their day at latest. */
  private static RotationSchedule checked(
      String text, ScheduleExpression every, @Nullable Duration length) {
    Duration closest = MOST;
    Instant first = next(every, NEW_YEAR, NEW_YEAR, text);
    Instant before = first;
    for (int i = 0; i < LOOKED_AT; i++) {
      Instant opens = next(every, NEW_YEAR, before, text);
      closest = shorter(closest, Duration.between(before, opens));
      if (length != null && opens.plus(length).isAfter(endOfDay(opens))) {
        throw SecretErrors.parameter(
            "The rotation window must not extend into the next UTC day: Duration "
                + length.toHours()
                + "h is too long for "
                + text
                + ".");
      }
      before = opens;
    }
    if (closest.compareTo(LEAST) < 0) {
      throw invalid(text, "A secret is rotated every four hours at most.");
    }
    if (length != null && length.compareTo(closest) > 0) {
      throw SecretErrors.parameter("The rotation window must not extend into the next window.");
    }
    boolean hourly = closest.compareTo(DAY) < 0;
    return new RotationSchedule(every, length == null && hourly ? Duration.ofHours(1) : length);
  }

  /**
   * The next window.
   *
   * @param set when the rules were set: rates count from that day's midnight
   * @param after the window opens later than this
   */
  Optional<Window> next(Instant set, Instant after) {
    return every
        .next(set.truncatedTo(ChronoUnit.DAYS), after, ZoneOffset.UTC)
        .map(opens -> new Window(opens, length == null ? endOfDay(opens) : opens.plus(length)));
  }

  private static Instant next(ScheduleExpression every, Instant set, Instant after, String text) {
    return every
        .next(set, after, ZoneOffset.UTC)
        .orElseThrow(() -> invalid(text, "It never comes."));
  }

  private static Instant endOfDay(Instant time) {
    return time.truncatedTo(ChronoUnit.DAYS).plus(DAY);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration length(String text) {
    Matcher hours = HOURS.matcher(text);
    if (!hours.matches() || Integer.parseInt(hours.group(1)) > 24) {
      throw SecretErrors.parameter(
          "Duration is the length of the rotation window in hours, such as 3h: " + text + ".");
    }
    return Duration.ofHours(Integer.parseInt(hours.group(1)));
  }

  private static RuntimeException invalid(String text, String why) {
    return SecretErrors.parameter("The ScheduleExpression " + text + " is invalid. " + why);
  }
}
