package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.time.ScheduleExpression;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/**
 * One schedule.
 *
 * @param spec what it was created or last updated with
 */
record Schedule(
    String group,
    String name,
    String arn,
    CreateScheduleRequest spec,
    ScheduleExpression expression,
    ZoneId zone,
    Instant created,
    Instant modified) {

  boolean enabled() {
    return spec.state() != ScheduleState.DISABLED;
  }

  /** The next time it fires after {@code after}; empty where it is over or disabled. */
  Optional<Instant> next(Instant after) {
    if (!enabled()) {
      return Optional.empty();
    }
    Instant from =
        spec.startDate() != null && spec.startDate().isAfter(after)
            ? spec.startDate().minusMillis(1)
            : after;
    Instant base = spec.startDate() == null ? created : spec.startDate();
    return expression
        .next(base, from, zone)
        .filter(next -> spec.endDate() == null || !next.isAfter(spec.endDate()));
  }
}
