package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.scheduler.model.Target;

/** Calls a schedule's target as a session of the schedule's role. */
final class ScheduledCall {

  private static final System.Logger LOG = System.getLogger(ScheduledCall.class.getName());

  private final Surroundings aws;
  private final RoleSessions roles;

  ScheduledCall(Surroundings aws) {
    this.aws = aws;
    this.roles = new RoleSessions(aws, "scheduler.amazonaws.com");
  }

  void check(Target target) {
    String[] arn = String.valueOf(target.arn()).split(":", -1);
    if (arn.length < 6 || !Set.of("lambda", "sqs", "sns").contains(arn[2])) {
      throw Schedules.invalid(
          "The embedded Scheduler calls Lambda functions, SQS queues and SNS topics, not "
              + target.arn()
              + ".");
    }
    if (target.roleArn() == null) {
      throw Schedules.invalid("The target needs a RoleArn.");
    }
  }

  void call(Schedule schedule, Instant scheduled) {
    Target target = schedule.spec().target();
    int retries =
        target.retryPolicy() == null || target.retryPolicy().maximumRetryAttempts() == null
            ? 185
            : target.retryPolicy().maximumRetryAttempts();
    Trace trace = new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null);
    attempt(schedule, input(schedule, scheduled), trace, 0, retries);
  }

  private void attempt(Schedule schedule, String input, Trace trace, int attempt, int retries) {
    Target target = schedule.spec().target();
    try (Trace.Scope scope = trace.open()) {
      Caller caller = roles.assume(target.roleArn(), schedule.arn(), schedule.name());
      new TargetCall(aws, caller).send(target.arn(), input, groupId(target));
    } catch (AwsServiceException refused) {
      boolean again = refused.statusCode() >= 500 || refused.isThrottlingException();
      if (again && attempt < retries) {
        long pause = Math.min(60_000, 1000L << Math.min(attempt, 6));
        var unused =
            aws.scheduler()
                .schedule(
                    () ->
                        aws.workers()
                            .execute(() -> attempt(schedule, input, trace, attempt + 1, retries)),
                    pause,
                    TimeUnit.MILLISECONDS);
        return;
      }
      failed(schedule, input, trace, refused);
    }
  }

  private void failed(Schedule schedule, String input, Trace trace, AwsServiceException refused) {
    Target target = schedule.spec().target();
    LOG.log(
        System.Logger.Level.WARNING,
        "Schedule "
            + schedule.arn()
            + " could not call "
            + target.arn()
            + ": "
            + refused.getMessage());
    if (target.deadLetterConfig() == null || target.deadLetterConfig().arn() == null) {
      return;
    }
    try (Trace.Scope scope = trace.open()) {
      Caller caller = roles.assume(target.roleArn(), schedule.arn(), schedule.name());
      new TargetCall(aws, caller).send(target.deadLetterConfig().arn(), input, null);
    } catch (AwsServiceException lost) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The dead-letter queue of " + schedule.arn() + " refused it too: " + lost.getMessage());
    }
  }

  private String input(Schedule schedule, Instant scheduled) {
    String input = schedule.spec().target().input();
    if (input == null) {
      return "{}";
    }
    return input
        .replace("<aws.scheduler.schedule-arn>", schedule.arn())
        .replace(
            "<aws.scheduler.scheduled-time>", scheduled.truncatedTo(ChronoUnit.SECONDS).toString())
        .replace("<aws.scheduler.execution-id>", aws.ids().uuid())
        .replace("<aws.scheduler.attempt-number>", "1");
  }

  private static @Nullable String groupId(Target target) {
    return target.sqsParameters() == null ? null : target.sqsParameters().messageGroupId();
  }
}
