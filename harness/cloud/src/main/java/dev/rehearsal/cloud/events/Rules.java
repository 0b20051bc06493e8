package dev.rehearsal.cloud.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.pattern.EventPattern;
import dev.rehearsal.cloud.time.DueTasks;
import dev.rehearsal.cloud.time.ScheduleExpression;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The rules of the default event bus. Thread-safe. */
final class Rules implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");

  private final Surroundings aws;
  private final DueTasks due;
  private final EventDelivery delivery;
  private final Map<String, StoredRule> byName = new ConcurrentSkipListMap<>();

  Rules(Surroundings aws) {
    this.aws = aws;
    this.due = new DueTasks(aws);
    this.delivery = new EventDelivery(aws);
  }

  synchronized StoredRule put(PutRuleRequest request) {
    checkBus(request.eventBusName());
    String name = String.valueOf(request.name());
    if (!NAME.matcher(name).matches()) {
      throw invalid("Parameter Name is not valid: " + name);
    }
    String schedule = blankToNull(request.scheduleExpression());
    String pattern = blankToNull(request.eventPattern());
    if (schedule == null && pattern == null) {
      throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    check(schedule, pattern);
    StoredRule before = byName.get(name);
    Map<String, String> tags = before == null ? new ConcurrentSkipListMap<>() : before.tags();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    StoredRule rule =
        new StoredRule(
            name,
            aws.arn("events", "rule/" + name),
            schedule,
            pattern,
            request.state() != RuleState.DISABLED,
            request.description(),
            request.roleArn(),
            before == null ? aws.clock().instant() : before.created(),
            before == null ? new ConcurrentSkipListMap<>() : before.targets(),
            tags);
    replace(rule);
    return rule;
  }

  synchronized void enable(@Nullable String name, boolean enabled) {
    StoredRule rule = existing(name);
    replace(
        new StoredRule(
            rule.name(),
            rule.arn(),
            rule.scheduleExpression(),
            rule.eventPattern(),
            enabled,
            rule.description(),
            rule.roleArn(),
            rule.created(),
            rule.targets(),
            rule.tags()));
  }

  synchronized void delete(@Nullable String name) {
    StoredRule rule = byName.get(String.valueOf(name));
    if (rule == null) {
      return;
    }
    if (!rule.targets().isEmpty()) {
      throw invalid("Rule can't be deleted since it has targets.");
    }
    byName.remove(rule.name());
    due.cancel(rule.arn());
  }

  StoredRule existing(@Nullable String name) {
    StoredRule rule = byName.get(String.valueOf(name));
    if (rule == null) {
      throw AwsError.of(
          ResourceNotFoundException.builder(),
          "ResourceNotFoundException",
          400,
          "Rule " + name + " does not exist on EventBus default.");
    }
    return rule;
  }

  StoredRule at(@Nullable String arn) {
    return all().stream()
        .filter(rule -> rule.arn().equals(arn))
        .findFirst()
        .orElseGet(() -> existing(arn));
  }

  List<StoredRule> all() {
    return List.copyOf(byName.values());
  }

  void putTargets(StoredRule rule, List<Target> targets) {
    targets.forEach(EventDelivery::check);
    targets.forEach(target -> rule.targets().put(target.id(), target));
    if (rule.targets().size() > 5) {
      throw AwsError.of(
          LimitExceededException.builder(),
          "LimitExceededException",
          400,
          "The requested resource exceeds the maximum number allowed: 5 targets a rule.");
    }
  }

  /** Gives an event to the targets of every rule that it matches. */
  void deliver(ObjectNode event, Trace trace) {
    for (StoredRule rule : all()) {
      if (rule.matches(event)) {
        delivery.deliver(rule, event, trace);
      }
    }
  }

  void checkBus(@Nullable String name) {
    if (name != null && !name.equals("default") && !name.endsWith(":event-bus/default")) {
      throw AwsError.of(
          ResourceNotFoundException.builder(),
          "ResourceNotFoundException",
          400,
          "Event bus " + name + " does not exist. The embedded EventBridge has the default bus.");
    }
  }

  @Override
  public void close() {
    due.close();
    byName.clear();
  }

  private void replace(StoredRule rule) {
    byName.put(rule.name(), rule);
    due.cancel(rule.arn());
    wait(rule);
  }

  private void wait(StoredRule rule) {
    if (rule.scheduleExpression() == null || !rule.enabled()) {
      return;
    }
    ScheduleExpression.parse(rule.scheduleExpression())
        .next(rule.created(), aws.clock().instant(), ZoneOffset.UTC)
        .ifPresent(next -> due.at(rule.arn(), next, () -> fire(rule, next)));
  }

  private void fire(StoredRule rule, Instant time) {
    synchronized (this) {
      if (byName.get(rule.name()) != rule) {
        return;
      }
      wait(rule);
    }
    Trace trace = new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null);
    ObjectNode event = delivery.event("aws.events", "Scheduled Event", time);
    event.withArray("resources").add(rule.arn());
    event.putObject("detail");
    delivery.deliver(rule, event, trace);
  }

  private static void check(@Nullable String schedule, @Nullable String pattern) {
    try {
      if (schedule != null) {
        if (schedule.startsWith("at(")) {
          throw invalid("Parameter ScheduleExpression is not valid.");
        }
        ScheduleExpression unused = ScheduleExpression.parse(schedule);
      }
    } catch (IllegalArgumentException wrong) {
      throw invalid("Parameter ScheduleExpression is not valid. " + wrong.getMessage());
    }
    try {
      if (pattern != null) {
        EventPattern unused = EventPattern.parse(pattern);
      }
    } catch (IllegalArgumentException wrong) {
      throw AwsError.of(
          InvalidEventPatternException.builder(),
          "InvalidEventPatternException",
          400,
          "Event pattern is not valid. Reason: " + wrong.getMessage());
    }
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(EventBridgeException.builder(), "ValidationException", 400, message);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
