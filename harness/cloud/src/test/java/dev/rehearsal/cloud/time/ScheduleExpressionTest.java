package dev.rehearsal.cloud.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:30Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(5 minutes)            | UTC           | 2026-01-01T00:01:00Z | 2026-01-01T00:05:30Z",
        "rate(5 minutes)            | UTC           | 2026-01-01T00:05:30Z | 2026-01-01T00:10:30Z",
        "at(2026-03-01T08:00:00)    | Europe/Berlin | 2026-01-01T00:00:00Z | 2026-03-01T07:00:00Z",
        "cron(0 10 * * ? *)         | UTC           | 2026-01-01T10:00:00Z | 2026-01-02T10:00:00Z",
        "cron(15 12 ? * MON-FRI *)  | UTC           | 2026-01-02T12:15:00Z | 2026-01-05T12:15:00Z",
        "cron(0/15 * * * ? *)       | UTC           | 2026-01-01T00:16:00Z | 2026-01-01T00:30:00Z",
        "cron(0 0 L * ? *)          | UTC           | 2026-02-01T00:00:00Z | 2026-02-28T00:00:00Z",
        "cron(0 0 ? * 6#3 *)        | UTC           | 2026-01-01T00:00:00Z | 2026-01-16T00:00:00Z",
        "cron(0 0 ? * 6L *)         | UTC           | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z",
        "cron(0 0 1W * ? *)         | UTC           | 2026-07-31T12:00:00Z | 2026-08-03T00:00:00Z",
        "cron(30 2 1 1 ? 2030)      | UTC           | 2026-01-01T00:00:00Z | 2030-01-01T02:30:00Z",
      })
  void comesNext(String expression, String zone, Instant after, Instant expected) {
    assertEquals(
        expected,
        ScheduleExpression.parse(expression).next(CREATED, after, ZoneId.of(zone)).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(1 minutes)",
        "rate(0 minutes)",
        "cron(0 10 * * * *)",
        "cron(61 10 * * ? *)",
        "every day",
        "at(tomorrow)"
      })
  void isRefusedWhereItIsNone(String expression) {
    assertThrows(IllegalArgumentException.class, () -> ScheduleExpression.parse(expression));
  }
}
