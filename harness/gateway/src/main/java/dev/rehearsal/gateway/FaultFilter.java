package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.CallFilter;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.gateway.iam.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Lets AWS calls go wrong as planned. Stands behind the {@link Authoriser}: what is not allowed
 * does not come so far. People's and tools' own calls pass. Thread-safe.
 */
public final class FaultFilter implements CallFilter {

  /** Longer than the functions wait for AWS. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Faults faults;
  private final Authorization authorization = new Authorization(new Lookup(() -> null));

  public FaultFilter(Faults faults) {
    this.faults = faults;
  }

  @Override
  public CallResult apply(AwsCall call, CallHandler next) {
    if (call.caller() instanceof Caller.Root || call.caller() instanceof Caller.User) {
      return next.handle(call);
    }
    List<Need> needs = CallNotes.needsOr(() -> authorization.needs(call));
    Fault fault = faults.at(point(call, needs));
    if (fault == null) {
      return next.handle(call);
    }
    CallNotes.add("fault", fault.toString());
    return switch (fault.kind()) {
      case ERROR -> throw error(fault);
      case THROTTLE -> throw throttled(call);
      case DENY -> throw denied(call, needs, fault);
      case RESET, KILL_FUNCTION -> throw new NoAnswer(fault.name());
      case DROP, TIMEOUT -> throw unanswered(call, next, fault);
      case DUPLICATE -> twice(call, next);
      case LATENCY, REORDER, RESTART_DATABASE -> next.handle(call);
      case DECLINE, GARBAGE ->
          throw new IllegalStateException("AWS knows no " + fault.kind().text() + ".");
    };
  }

  private static Faults.Point point(AwsCall call, List<Need> needs) {
    String service = Authorization.prefix(call.operation().service());
    return new Faults.Point(
        Hop.Kind.AWS,
        // The recorder has made the call itself the parent of what it causes.
        new Trace(call.trace().root(), CallNotes.cause()),
        call.caller().label(),
        service,
        service + ":" + call.operation().name(),
        needs.stream().map(Need::resource).toList());
  }

  private static AwsServiceException error(Fault fault) {
    String code = fault.code() == null ? "InternalServerError" : fault.code();
    return AwsError.of(
        code, fault.code() == null ? 500 : 400, "A fault was planned: " + fault.name());
  }

  /** AWS's words for too many requests, service by service. */
  private static AwsServiceException throttled(AwsCall call) {
    return switch (Authorization.prefix(call.operation().service())) {
      case "dynamodb" ->
          AwsError.of(
              "ProvisionedThroughputExceededException",
              400,
              "The level of configured provisioned throughput for the table was exceeded. Consider"
                  + " increasing your provisioning level with the UpdateTable API.");
      case "lambda" -> AwsError.of("TooManyRequestsException", 429, "Rate Exceeded.");
      case "s3" -> AwsError.of("SlowDown", 503, "Please reduce your request rate.");
      case "sns" -> AwsError.of("Throttled", 429, "Rate exceeded");
      case "ses", "iam", "sts", "cloudwatch", "rds" ->
          AwsError.of("Throttling", 400, "Rate exceeded");
      case "sqs" -> AwsError.of("ThrottlingException", 400, "Rate exceeded");
      case "ec2" -> AwsError.of("RequestLimitExceeded", 503, "Request limit exceeded.");
      default -> AwsError.of("ThrottlingException", 400, "Rate exceeded");
    };
  }

  private static AwsServiceException denied(AwsCall call, List<Need> needs, Fault fault) {
    Decision decision =
        new Decision(
            Decision.Outcome.EXPLICIT_DENY, "the fault plan", fault.name(), Decision.Kind.IDENTITY);
    CallNotes.add("decision", decision.toString());
    String action = Authorization.prefix(call.operation().service());
    Need need =
        needs.isEmpty() ? new Need(action + ":" + call.operation().name(), "*") : needs.get(0);
    return Refusals.of(call, need, decision);
  }

  private static NoAnswer unanswered(AwsCall call, CallHandler next, Fault fault) {
    try {
      close(next.handle(call));
    } catch (AwsServiceException refused) {
      CallNotes.add("answer lost", String.valueOf(refused.getMessage()));
    }
    if (fault.kind() == Fault.Kind.TIMEOUT) {
      fault.keepSilent(SILENCE);
    }
    return new NoAnswer(fault.name());
  }

  /** A body's stream can be read but once: such a call is not made twice. */
  private static CallResult twice(AwsCall call, CallHandler next) {
    if (call.operation().body() != Operation.Body.REQUEST) {
      close(next.handle(call));
    }
    return next.handle(call);
  }

  private static void close(CallResult result) {
    if (result.stream() != null) {
      try {
        result.stream().close();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
