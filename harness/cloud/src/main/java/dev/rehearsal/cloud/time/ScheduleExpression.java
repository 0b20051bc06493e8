package dev.rehearsal.cloud.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schedule as EventBridge writes it: {@code rate(5 minutes)}, {@code cron(…)}, {@code at(…)}. */
public sealed interface ScheduleExpression {

  /**
   * The next time after {@code after}.
   *
   * @param created when the schedule was made, which rates count from
   * @return empty where it never comes again
   */
  Optional<Instant> next(Instant created, Instant after, ZoneId zone);

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static ScheduleExpression parse(String expression) {
    Matcher parts = Pattern.compile("(rate|cron|at)\\((.+)\\)").matcher(expression.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("Invalid Schedule Expression " + expression + ".");
    }
    return switch (parts.group(1)) {
      case "rate" -> Rate.of(parts.group(2));
      case "at" -> At.of(parts.group(2));
      default -> new Cron(CronFields.parse(parts.group(2)));
    };
  }

  /** Every so often. */
  record Rate(Duration every) implements ScheduleExpression {

    static Rate of(String text) {
      Matcher rate = Pattern.compile("(\\d+) (minute|hour|day)(s?)").matcher(text.strip());
      if (!rate.matches()) {
        throw new IllegalArgumentException("Invalid Schedule Expression rate(" + text + ").");
      }
      long value = Long.parseLong(rate.group(1));
      if (value < 1 || (value == 1) == rate.group(3).equals("s")) {
        throw new IllegalArgumentException(
            "Invalid Schedule Expression rate("
                + text
                + "): 1 takes the singular, more the plural.");
      }
      return new Rate(
          switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(value);
            case "hour" -> Duration.ofHours(value);
            default -> Duration.ofDays(value);
          });
    }

    @Override
    public Optional<Instant> next(Instant created, Instant after, ZoneId zone) {
      if (after.isBefore(created)) {
        return Optional.of(created.plus(every));
      }
      long periods = Duration.between(created, after).toMillis() / every.toMillis() + 1;
      return Optional.of(created.plus(every.multipliedBy(periods)));
    }
  }

  /** Once. */
  record At(LocalDateTime time) implements ScheduleExpression {

    static At of(String text) {
      try {
        return new At(LocalDateTime.parse(text.strip()));
      } catch (DateTimeParseException invalid) {
        throw new IllegalArgumentException("Invalid Schedule Expression at(" + text + ").");
      }
    }

    @Override
    public Optional<Instant> next(Instant created, Instant after, ZoneId zone) {
      Instant at = time.atZone(zone).toInstant();
      return at.isAfter(after) ? Optional.of(at) : Optional.empty();
    }
  }

  /** By the calendar. */
  record Cron(CronFields fields) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant created, Instant after, ZoneId zone) {
      return fields.next(after.atZone(zone)).map(time -> time.toInstant());
    }
  }
}
