package dev.rehearsal.cloud.secretsmanager;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.time.DueTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/** Rotates secrets by the four steps of their function, at once and on schedule. */
final class Rotation implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Rotation.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STEPS =
      List.of("createSecret", "setSecret", "testSecret", "finishSecret");

  private final Surroundings aws;
  private final DueTasks due;

  Rotation(Surroundings aws) {
    this.aws = aws;
    this.due = new DueTasks(aws);
  }

  /** Configures rotation and starts one unless told not to; answers the new version's id. */
  @Nullable String rotate(Secret secret, RotateSecretRequest request) {
    String token;
    synchronized (secret) {
      if (request.rotationLambdaARN() != null) {
        secret.rotationLambda = request.rotationLambdaARN();
      }
      if (request.rotationRules() != null) {
        check(request.rotationRules());
        secret.rotationRules = request.rotationRules();
        secret.rotationFrom = null;
      }
      if (secret.rotationLambda == null) {
        throw SecretErrors.request(
            "No Lambda rotation function ARN is associated with this secret.");
      }
      schedule(secret);
      if (Boolean.FALSE.equals(request.rotateImmediately())) {
        return null;
      }
      if (secret.rotating) {
        throw SecretErrors.request(
            "A previous rotation isn't complete. That rotation will be reattempted.");
      }
      token =
          request.clientRequestToken() == null ? aws.ids().uuid() : request.clientRequestToken();
      secret.pend(token, aws.clock().instant());
      secret.rotating = true;
    }
    Trace trace = CallScope.current().map(AwsCall::trace).orElseGet(this::fresh);
    aws.workers().execute(() -> run(secret, token, trace));
    return token;
  }

  void cancel(Secret secret) {
    due.cancel(secret.arn);
    synchronized (secret) {
      secret.rotationRules = null;
      secret.nextRotation = null;
    }
  }

  @Override
  public void close() {
    due.close();
  }

  private void schedule(Secret secret) {
    RotationRulesType rules = secret.rotationRules;
    if (rules == null) {
      return;
    }
    Instant now = aws.clock().instant();
    // An expression's windows stay where they are; days count from the last rotation.
    Instant from =
        secret.rotationFrom == null || rules.scheduleExpression() == null
            ? now
            : secret.rotationFrom;
    secret.rotationFrom = from;
    Optional<RotationSchedule.Window> next =
        RotationSchedule.of(rules).flatMap(schedule -> schedule.next(from, now));
    due.cancel(secret.arn);
    secret.nextRotation = next.map(RotationSchedule.Window::lastSecond).orElse(null);
    next.ifPresent(
        window ->
            due.at(
                secret.arn,
                window.opens(),
                () -> {
                  if (secret.deleted == null) {
                    String unused = rotate(secret, RotateSecretRequest.builder().build());
                  }
                }));
  }

  private void run(Secret secret, String token, Trace trace) {
    try (Trace.Scope scope = trace.open()) {
      for (String step : STEPS) {
        invoke(secret, token, step);
      }
      synchronized (secret) {
        secret.rotated = aws.clock().instant();
        tellDays(secret);
        secret.staged(Secret.CURRENT).ifPresent(now -> now.stages.remove(Secret.PENDING));
      }
    } catch (AwsServiceException | IllegalStateException failure) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The rotation of " + secret.arn + " failed: " + failure.getMessage());
    } finally {
      synchronized (secret) {
        secret.rotating = false;
      }
    }
  }

  private void invoke(Secret secret, String token, String step) {
    Caller service = aws.service("secretsmanager.amazonaws.com", secret.arn);
    String event =
        JSON.createObjectNode()
            .put("Step", step)
            .put("SecretId", secret.arn)
            .put("ClientRequestToken", token)
            .toString();
    InvokeResponse answer =
        aws.client(LambdaClient.class, service)
            .invoke(
                call ->
                    call.functionName(secret.rotationLambda)
                        .payload(SdkBytes.fromUtf8String(event)));
    if (answer.functionError() != null) {
      throw new IllegalStateException(
          "step "
              + step
              + " of "
              + secret.rotationLambda
              + " answered "
              + answer.payload().asUtf8String());
    }
  }

  private Trace fresh() {
    return new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null);
  }

  private static void check(RotationRulesType rules) {
    if (rules.automaticallyAfterDays() != null && rules.scheduleExpression() != null) {
      throw SecretErrors.parameter(
          "You can't specify both AutomaticallyAfterDays and ScheduleExpression.");
    }
    if (RotationSchedule.of(rules).isEmpty() && rules.duration() != null) {
      throw SecretErrors.parameter(
          "A Duration needs AutomaticallyAfterDays or a ScheduleExpression.");
    }
  }

  /** What the schedule comes to in days, told beside an expression once a rotation succeeded. */
  private static void tellDays(Secret secret) {
    RotationRulesType rules = secret.rotationRules;
    Instant next = secret.nextRotation;
    Instant now = secret.rotated;
    if (rules != null && rules.scheduleExpression() != null && next != null && now != null) {
      long days = Math.max(1, Duration.between(now, next).toDays());
      secret.rotationRules = rules.toBuilder().automaticallyAfterDays(days).build();
    }
  }
}
