package dev.t2s.shop.incident;

import dev.t2s.shop.runtime.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * An alarm of one of the firewall's rules, as CloudWatch tells a topic.
 *
 * @param name the alarm's name
 * @param rule the metric name of the rule that blocked too much
 * @param at when the alarm was raised
 */
record FirewallAlarm(String name, String rule, Instant at) {

  /** CloudWatch writes {@code 2026-01-01T00:00:00.000+0000}. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHMM", "+0000")
          .toFormatter();

  /** Reads a message; empty where it is about something else, or all is well again. */
  static Optional<FirewallAlarm> read(String message) {
    Json alarm = Json.parse(message);
    Json trigger = alarm.object("Trigger");
    boolean raised = alarm.text("NewStateValue").filter("ALARM"::equals).isPresent();
    boolean firewall = trigger.text("Namespace").filter("AWS/WAFV2"::equals).isPresent();
    if (!raised || !firewall) {
      return Optional.empty();
    }
    return trigger.objects("Dimensions").stream()
        .filter(each -> each.text("name").filter("Rule"::equals).isPresent())
        .flatMap(each -> each.text("value").stream())
        .findFirst()
        .map(
            rule ->
                new FirewallAlarm(
                    alarm.text("AlarmName").orElse("?"),
                    rule,
                    alarm
                        .text("StateChangeTime")
                        .flatMap(FirewallAlarm::time)
                        .orElseGet(Instant::now)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeParseException otherForm) {
      return Optional.empty();
    }
  }
}
