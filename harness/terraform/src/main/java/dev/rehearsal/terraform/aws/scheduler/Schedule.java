package dev.rehearsal.terraform.aws.scheduler;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

final class Schedule implements ResourceType {

  @Override
  public String name() {
    return "aws_scheduler_schedule";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("EventBridge Scheduler Schedule")
        .forcesNew("name", "name_prefix", "group_name")
        .conflicts("name", "name_prefix")
        .defaults("schedule_expression_timezone", "UTC")
        .defaults("state", "ENABLED")
        .defaults("target.retry_policy.maximum_event_age_in_seconds", 86400)
        .defaults("target.retry_policy.maximum_retry_attempts", 185)
        .oneOf("state", "ENABLED", "DISABLED")
        .oneOf("flexible_time_window.mode", "OFF", "FLEXIBLE")
        .untaken("start_date", "end_date")
        .unfilled("StartDate", "EndDate")
        .imports(
            it -> {
              int slash = it.id().indexOf('/');
              if (slash < 1) {
                throw new ProviderException(
                    "unexpected format of import ID (" + it.id() + "), expected group_name/name");
              }
              it.values().set("group_name", it.id().substring(0, slash));
              it.values().set("name", it.id().substring(slash + 1));
            });
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.client(SchedulerClient.class)
        .createSchedule(
            it.fill(CreateScheduleRequest.builder())
                .startDate(date(it, "start_date"))
                .endDate(date(it, "end_date"))
                .build());
    it.id(group(it) + "/" + name);
  }

  @Override
  public void read(ResourceInstance it) {
    GetScheduleResponse found =
        it.client(SchedulerClient.class)
            .getSchedule(r -> r.groupName(group(it)).name(it.values().string("name")));
    it.take(found);
    it.values().set("start_date", found.startDate() == null ? null : found.startDate().toString());
    it.values().set("end_date", found.endDate() == null ? null : found.endDate().toString());
    if (it.values().get("action_after_completion") == null) {
      it.values().set("action_after_completion", "NONE");
    }
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(SchedulerClient.class)
        .updateSchedule(
            it.fill(UpdateScheduleRequest.builder())
                .startDate(date(it, "start_date"))
                .endDate(date(it, "end_date"))
                .build());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SchedulerClient.class)
        .deleteSchedule(r -> r.groupName(group(it)).name(it.values().string("name")));
  }

  private static String group(ResourceInstance it) {
    String group = it.values().text("group_name");
    return group == null ? "default" : group;
  }

  private static @Nullable Instant date(ResourceInstance it, String argument) {
    Values values = it.values();
    String text = values.text(argument);
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }
}
