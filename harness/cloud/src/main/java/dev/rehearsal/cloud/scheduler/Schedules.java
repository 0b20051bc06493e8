package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.time.DueTasks;
import dev.rehearsal.cloud.time.ScheduleExpression;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

/** The schedules and groups of one account and region. Thread-safe. */
final class Schedules implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z_.-]{1,64}");
  private static final String DEFAULT_GROUP = "default";

  private final Surroundings aws;
  private final DueTasks due;
  private final ScheduledCall target;
  private final Map<String, Schedule> byArn = new ConcurrentSkipListMap<>();
  private final Map<String, ScheduleGroup> groups = new ConcurrentSkipListMap<>();

  Schedules(Surroundings aws) {
    this.aws = aws;
    this.due = new DueTasks(aws);
    this.target = new ScheduledCall(aws);
    addGroup(DEFAULT_GROUP, Map.of());
  }

  synchronized Schedule create(CreateScheduleRequest request) {
    String group = group(request.groupName()).name();
    Schedule made = check(group, request, aws.clock().instant());
    if (byArn.containsKey(made.arn())) {
      throw AwsError.of(
          ConflictException.builder(),
          "ConflictException",
          409,
          "Schedule " + request.name() + " already exists.");
    }
    put(made);
    return made;
  }

  synchronized Schedule update(UpdateScheduleRequest request) {
    Schedule before = existing(request.groupName(), request.name());
    CreateScheduleRequest spec =
        CreateScheduleRequest.builder()
            .name(request.name())
            .groupName(before.group())
            .description(request.description())
            .scheduleExpression(request.scheduleExpression())
            .scheduleExpressionTimezone(request.scheduleExpressionTimezone())
            .startDate(request.startDate())
            .endDate(request.endDate())
            .flexibleTimeWindow(request.flexibleTimeWindow())
            .kmsKeyArn(request.kmsKeyArn())
            .state(request.state())
            .target(request.target())
            .actionAfterCompletion(request.actionAfterCompletion())
            .build();
    Schedule after = check(before.group(), spec, before.created());
    put(after);
    return after;
  }

  Schedule existing(@Nullable String group, @Nullable String name) {
    Schedule found = byArn.get(arn(group == null ? DEFAULT_GROUP : group, String.valueOf(name)));
    if (found == null) {
      throw notFound("Schedule " + name + " does not exist.");
    }
    return found;
  }

  List<Schedule> all() {
    return List.copyOf(byArn.values());
  }

  synchronized void delete(Schedule schedule) {
    byArn.remove(schedule.arn());
    due.cancel(schedule.arn());
  }

  synchronized ScheduleGroup createGroup(CreateScheduleGroupRequest request) {
    String name = String.valueOf(request.name());
    if (!NAME.matcher(name).matches()) {
      throw invalid("Invalid schedule group name " + name + ".");
    }
    if (groups.containsKey(name)) {
      throw AwsError.of(
          ConflictException.builder(),
          "ConflictException",
          409,
          "Schedule group " + name + " already exists.");
    }
    Map<String, String> tags = new TreeMap<>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    addGroup(name, tags);
    return group(name);
  }

  ScheduleGroup group(@Nullable String name) {
    ScheduleGroup group = groups.get(name == null ? DEFAULT_GROUP : name);
    if (group == null) {
      throw notFound("Schedule group " + name + " does not exist.");
    }
    return group;
  }

  ScheduleGroup groupAt(@Nullable String arn) {
    return groups.values().stream()
        .filter(group -> group.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> notFound("Schedule group " + arn + " does not exist."));
  }

  List<ScheduleGroup> groups() {
    return List.copyOf(groups.values());
  }

  synchronized void deleteGroup(@Nullable String name) {
    ScheduleGroup group = group(name);
    if (group.name().equals(DEFAULT_GROUP)) {
      throw invalid("The default schedule group can't be deleted.");
    }
    all().stream().filter(each -> each.group().equals(group.name())).forEach(this::delete);
    groups.remove(group.name());
  }

  @Override
  public void close() {
    due.close();
    byArn.clear();
  }

  private void addGroup(String name, Map<String, String> tags) {
    groups.put(
        name,
        new ScheduleGroup(
            name,
            aws.arn("scheduler", "schedule-group/" + name),
            new ConcurrentSkipListMap<>(tags),
            aws.clock().instant()));
  }

  private void put(Schedule schedule) {
    byArn.put(schedule.arn(), schedule);
    wait(schedule, aws.clock().instant());
  }

  private void wait(Schedule schedule, Instant after) {
    Optional<Instant> next = schedule.next(after);
    if (next.isPresent()) {
      due.at(schedule.arn(), next.get(), () -> fire(schedule, next.get()));
    } else {
      due.cancel(schedule.arn());
    }
  }

  /** Fires once for the time that came, and plans the next after now: a leap fires once. */
  private void fire(Schedule schedule, Instant scheduled) {
    synchronized (this) {
      if (byArn.get(schedule.arn()) != schedule) {
        return;
      }
      wait(schedule, aws.clock().instant());
      if (schedule.next(aws.clock().instant()).isEmpty()
          && schedule.spec().actionAfterCompletion() == ActionAfterCompletion.DELETE) {
        delete(schedule);
      }
    }
    target.call(schedule, scheduled);
  }

  private Schedule check(String group, CreateScheduleRequest request, Instant created) {
    String name = String.valueOf(request.name());
    if (!NAME.matcher(name).matches()) {
      throw invalid("Invalid schedule name " + name + ".");
    }
    if (request.flexibleTimeWindow() == null || request.target() == null) {
      throw invalid("FlexibleTimeWindow and Target are required.");
    }
    if (request.flexibleTimeWindow().mode() != FlexibleTimeWindowMode.OFF) {
      throw invalid("The embedded Scheduler fires on time: FlexibleTimeWindow must be OFF.");
    }
    target.check(request.target());
    try {
      ZoneId zone =
          ZoneId.of(
              request.scheduleExpressionTimezone() == null
                  ? "UTC"
                  : request.scheduleExpressionTimezone());
      return new Schedule(
          group,
          name,
          arn(group, name),
          request,
          ScheduleExpression.parse(String.valueOf(request.scheduleExpression())),
          zone,
          created,
          aws.clock().instant());
    } catch (IllegalArgumentException | java.time.DateTimeException wrong) {
      throw invalid(String.valueOf(wrong.getMessage()));
    }
  }

  private String arn(String group, String name) {
    return aws.arn("scheduler", "schedule/" + group + "/" + name);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(ValidationException.builder(), "ValidationException", 400, message);
  }

  private static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 404, message);
  }
}
