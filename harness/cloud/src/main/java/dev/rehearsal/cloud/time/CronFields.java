package dev.rehearsal.cloud.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The six fields of an EventBridge cron expression: minutes, hours, day of month, month, day of
 * week and year, with {@code L}, {@code W} and {@code #}.
 */
record CronFields(
    BitSet minutes,
    BitSet hours,
    String dayOfMonth,
    BitSet months,
    String dayOfWeek,
    BitSet years) {

  private static final List<String> MONTHS =
      List.of(
          "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS =
      List.of("", "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int LAST_YEAR = 2199;

  static CronFields parse(String text) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 6) {
      throw invalid(text, "it must have six fields");
    }
    if (fields[2].equals("?") == fields[4].equals("?")) {
      throw invalid(text, "one of day-of-month and day-of-week must be ?, the other must not");
    }
    CronFields parsed =
        new CronFields(
            values(fields[0], 0, 59, List.of()),
            values(fields[1], 0, 23, List.of()),
            fields[2].toUpperCase(Locale.ROOT),
            values(fields[3], 1, 12, MONTHS),
            fields[4].toUpperCase(Locale.ROOT),
            values(fields[5], 1970, LAST_YEAR, List.of()));
    // Reads the day fields once, so that a wrong one is refused now.
    boolean unused = parsed.onDay(LocalDate.of(2024, 1, 1));
    return parsed;
  }

  Optional<ZonedDateTime> next(ZonedDateTime after) {
    ZonedDateTime time = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    while (time.getYear() <= LAST_YEAR) {
      if (!years.get(time.getYear())) {
        time = time.with(TemporalAdjusters.firstDayOfNextYear()).truncatedTo(ChronoUnit.DAYS);
      } else if (!months.get(time.getMonthValue())) {
        time = time.with(TemporalAdjusters.firstDayOfNextMonth()).truncatedTo(ChronoUnit.DAYS);
      } else if (!onDay(time.toLocalDate())) {
        time = time.plusDays(1).truncatedTo(ChronoUnit.DAYS);
      } else if (!hours.get(time.getHour())) {
        time = time.plusHours(1).truncatedTo(ChronoUnit.HOURS);
      } else if (!minutes.get(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }

  private boolean onDay(LocalDate date) {
    return dayOfWeek.equals("?") ? onDayOfMonth(date) : onDayOfWeek(date);
  }

  private boolean onDayOfMonth(LocalDate date) {
    LocalDate last = date.with(TemporalAdjusters.lastDayOfMonth());
    if (dayOfMonth.equals("L")) {
      return date.equals(last);
    }
    if (dayOfMonth.equals("LW")) {
      return date.equals(nearestWeekday(last));
    }
    if (dayOfMonth.endsWith("W")) {
      int day = number(dayOfMonth.substring(0, dayOfMonth.length() - 1), 1, 31, List.of());
      return day <= last.getDayOfMonth() && date.equals(nearestWeekday(date.withDayOfMonth(day)));
    }
    return values(dayOfMonth, 1, 31, List.of()).get(date.getDayOfMonth());
  }

  private boolean onDayOfWeek(LocalDate date) {
    int today = date.getDayOfWeek().getValue() % 7 + 1;
    if (dayOfWeek.equals("L")) {
      return today == 7;
    }
    if (dayOfWeek.endsWith("L")) {
      int day = number(dayOfWeek.substring(0, dayOfWeek.length() - 1), 1, 7, DAYS);
      return today == day && date.plusDays(7).getMonth() != date.getMonth();
    }
    int hash = dayOfWeek.indexOf('#');
    if (hash > 0) {
      int day = number(dayOfWeek.substring(0, hash), 1, 7, DAYS);
      int which = number(dayOfWeek.substring(hash + 1), 1, 5, List.of());
      return today == day && (date.getDayOfMonth() - 1) / 7 + 1 == which;
    }
    return values(dayOfWeek, 1, 7, DAYS).get(today);
  }

  private static LocalDate nearestWeekday(LocalDate date) {
    LocalDate near =
        switch (date.getDayOfWeek()) {
          case SATURDAY -> date.minusDays(1);
          case SUNDAY -> date.plusDays(1);
          default -> date;
        };
    if (near.getMonth() == date.getMonth()) {
      return near;
    }
    return date.getDayOfWeek() == DayOfWeek.SATURDAY ? date.plusDays(2) : date.minusDays(2);
  }

  private static BitSet values(String field, int from, int to, List<String> names) {
    BitSet values = new BitSet();
    for (String part : field.split(",", -1)) {
      String[] step = part.split("/", -1);
      int by = step.length == 2 ? number(step[1], 1, to, List.of()) : 1;
      int first = from;
      int last = to;
      if (!step[0].equals("*")) {
        String[] range = step[0].split("-", -1);
        first = number(range[0], from, to, names);
        last =
            range.length == 2 ? number(range[1], from, to, names) : step.length == 2 ? to : first;
      }
      if (first > last) {
        // A range that wraps, such as FRI-MON.
        last += to - from + 1;
      }
      for (int value = first; value <= last; value += by) {
        values.set(value > to ? value - (to - from + 1) : value);
      }
    }
    return values;
  }

  private static int number(String text, int from, int to, List<String> names) {
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    if (named > 0) {
      return named;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= from && value <= to) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw invalid(text, "it is no number");
    }
    throw invalid(text, "it must be between " + from + " and " + to);
  }

  private static IllegalArgumentException invalid(String text, String why) {
    return new IllegalArgumentException("Invalid Schedule Expression: " + text + ": " + why + ".");
  }
}
