package dev.rehearsal.cloud.secretsmanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

class RotationScheduleTest {

  private static final Instant SET = Instant.parse("2026-03-04T10:30:00Z");

  private static RotationSchedule schedule(String expression, String duration) {
    return RotationSchedule.of(
            RotationRulesType.builder()
                .scheduleExpression(expression)
                .duration(duration == null || duration.isEmpty() ? null : duration)
                .build())
        .orElseThrow();
  }

  /** The next windows, one after the other. */
  private static List<String> windows(RotationSchedule schedule, int count) {
    List<String> windows = new ArrayList<>();
    Instant after = SET;
    for (int i = 0; i < count; i++) {
      RotationSchedule.Window next = schedule.next(SET, after).orElseThrow();
      windows.add(next.opens() + " " + next.closes());
      after = next.opens();
    }
    return windows;
  }

  @Test
  void aRateInHoursCountsFromMidnightAndOpensForAnHour() {
    assertEquals(
        List.of(
            "2026-03-04T14:00:00Z 2026-03-04T15:00:00Z",
            "2026-03-04T21:00:00Z 2026-03-04T22:00:00Z",
            "2026-03-05T04:00:00Z 2026-03-05T05:00:00Z",
            "2026-03-05T11:00:00Z 2026-03-05T12:00:00Z"),
        windows(schedule("rate(7 hours)", ""), 4));
  }

  @Test
  void aRateInDaysOpensAtMidnightForTheDay() {
    assertEquals(
        List.of(
            "2026-03-14T00:00:00Z 2026-03-15T00:00:00Z",
            "2026-03-24T00:00:00Z 2026-03-25T00:00:00Z"),
        windows(schedule("rate(10 days)", ""), 2));
  }

  @Test
  void aCronExpressionOpensWhenItSaysForAsLongAsAsked() {
    assertEquals(
        List.of(
            "2026-03-15T16:00:00Z 2026-03-15T18:00:00Z",
            "2026-04-01T16:00:00Z 2026-04-01T18:00:00Z"),
        windows(schedule("cron(0 16 1,15 * ? *)", "2h"), 2));
    assertEquals(
        List.of("2026-03-08T23:00:00Z 2026-03-09T00:00:00Z"),
        windows(schedule("cron(0 23 ? * SUN *)", ""), 1));
  }

  @Test
  void daysAreARateInDays() {
    RotationSchedule schedule =
        RotationSchedule.of(RotationRulesType.builder().automaticallyAfterDays(30L).build())
            .orElseThrow();
    assertEquals(List.of("2026-04-03T00:00:00Z 2026-04-04T00:00:00Z"), windows(schedule, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(3 hours)|every four hours",
        "rate(30 minutes)|hours or days",
        "rate(1000 days)|999 days",
        "rate(1 hours)|singular",
        "at(2026-01-01T00:00:00)|hours or days",
        "every day|Invalid Schedule Expression",
        "cron(30 4 * * ? *)|minutes must be 0",
        "cron(0 4 * * ? 2027)|year *",
        "cron(0 0/3 * * ? *)|every four hours",
        "cron(0 22,1 * * ? *)|every four hours",
        "cron(0 4 31 2 ? *)|never comes",
        "cron(0 4 * * *)|six fields",
      })
  void whatIsNoScheduleIsRefused(String expression, String why) {
    InvalidParameterException refused =
        assertThrows(InvalidParameterException.class, () -> schedule(expression, ""));
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.contains(why), told);
  }

  @ParameterizedTest
  @CsvSource({
    "'cron(0 22 * * ? *)',3h,next UTC day",
    "rate(1 day),25h,length of the rotation window",
    "rate(1 day),90m,length of the rotation window",
    "rate(4 hours),5h,next",
  })
  void aWindowThatIsTooLongIsRefused(String expression, String duration, String why) {
    InvalidParameterException refused =
        assertThrows(InvalidParameterException.class, () -> schedule(expression, duration));
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.contains(why), told);
  }

  @Test
  void aWindowMayLastUntilItsDayEnds() {
    assertEquals(
        List.of("2026-03-05T00:00:00Z 2026-03-06T00:00:00Z"),
        windows(schedule("rate(1 day)", "24h"), 1));
    assertEquals(
        List.of("2026-03-04T20:00:00Z 2026-03-05T00:00:00Z"),
        windows(schedule("cron(0 20 * * ? *)", "4h"), 1));
  }
}
