package dev.rehearsal.cloud.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.scheduler.RoleSessions;
import dev.rehearsal.cloud.scheduler.TargetCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Gives events to the targets of rules. */
final class EventDelivery {

  private static final System.Logger LOG = System.getLogger(EventDelivery.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings aws;
  private final RoleSessions roles;

  EventDelivery(Surroundings aws) {
    this.aws = aws;
    this.roles = new RoleSessions(aws, "events.amazonaws.com");
  }

  static void check(Target target) {
    String[] arn = String.valueOf(target.arn()).split(":", -1);
    if (arn.length < 6 || !Set.of("lambda", "sqs", "sns").contains(arn[2])) {
      throw Rules.invalid(
          "The embedded EventBridge calls Lambda functions, SQS queues and SNS topics, not "
              + target.arn()
              + ".");
    }
  }

  /** A new event without resources and detail. */
  ObjectNode event(String source, String detailType, Instant time) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", aws.ids().uuid());
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", aws.account());
    event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", aws.region());
    event.putArray("resources");
    return event;
  }

  void deliver(StoredRule rule, ObjectNode event, Trace trace) {
    for (Target target : rule.targets().values()) {
      aws.workers().execute(() -> deliver(rule, target, event, trace));
    }
  }

  private void deliver(StoredRule rule, Target target, ObjectNode event, Trace trace) {
    String body = EventInput.of(target, event, rule);
    String group = target.sqsParameters() == null ? null : target.sqsParameters().messageGroupId();
    try (Trace.Scope scope = trace.open()) {
      try {
        Caller caller =
            target.roleArn() == null
                ? aws.service("events.amazonaws.com", rule.arn())
                : roles.assume(target.roleArn(), rule.arn(), rule.name());
        new TargetCall(aws, caller).send(target.arn(), body, group);
      } catch (AwsServiceException refused) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Rule " + rule.arn() + " could not call " + target.arn() + ": " + refused.getMessage());
        bury(rule, target, body);
      }
    }
  }

  private void bury(StoredRule rule, Target target, String body) {
    if (target.deadLetterConfig() == null || target.deadLetterConfig().arn() == null) {
      return;
    }
    try {
      new TargetCall(aws, aws.service("events.amazonaws.com", rule.arn()))
          .send(target.deadLetterConfig().arn(), body, null);
    } catch (AwsServiceException lost) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The dead-letter queue of " + rule.arn() + " refused it too: " + lost.getMessage());
    }
  }
}
