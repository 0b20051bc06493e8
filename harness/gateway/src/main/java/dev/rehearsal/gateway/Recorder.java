package dev.rehearsal.gateway;

import dev.rehearsal.cloud.Ids;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.CallFilter;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.call.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Records every AWS call as a hop, and makes it the parent of what it causes. The outermost filter.
 * Thread-safe.
 */
public final class Recorder implements CallFilter {

  private final HopSink ledger;
  private final Ids ids = new Ids(1);
  private final Authorization authorization = new Authorization(new Lookup(() -> null));

  public Recorder(HopSink ledger) {
    this.ledger = ledger;
  }

  @Override
  public CallResult apply(AwsCall call, CallHandler next) {
    String id = ids.hex(16);
    Instant start = Instant.now();
    long started = System.nanoTime();
    AwsCall traced = call.withTrace(call.trace().childOf(id));
    try (CallNotes notes = CallNotes.open(call.trace().parent());
        Trace.Scope scope = traced.trace().open()) {
      try {
        CallResult result = next.handle(traced);
        record(call, id, start, started, 200, null, Transcript.of(result.response()), notes);
        return result;
      } catch (AwsServiceException refused) {
        String code =
            refused.awsErrorDetails() == null ? "Error" : refused.awsErrorDetails().errorCode();
        record(call, id, start, started, refused.statusCode(), code, message(refused), notes);
        throw refused;
      } catch (NoAnswer cut) {
        record(call, id, start, started, 0, "NoAnswer", null, notes);
        throw cut;
      } catch (RuntimeException | Error broken) {
        record(call, id, start, started, 500, "InternalFailure", null, notes);
        throw broken;
      }
    }
  }

  private void record(
      AwsCall call,
      String id,
      Instant start,
      long started,
      int status,
      @Nullable String error,
      @Nullable String response,
      CallNotes notes) {
    Map<String, String> facts = new LinkedHashMap<>(notes.facts());
    facts.put("requestId", call.requestId());
    facts.put("region", call.region());
    // Where nobody has looked the resources up, their names as the request has them must do.
    List<Need> needs = notes.needs() == null ? authorization.needs(call) : notes.needs();
    if (needs.size() > 1) {
      facts.put(
          "resources", String.join(" ", needs.stream().map(Need::resource).distinct().toList()));
    }
    call.caller().accessKeyId().ifPresent(key -> facts.put("accessKeyId", key));
    facts.put("caller", call.caller().arn());
    facts.put("userAgent", call.channel().userAgent());
    facts.put("sourceIp", call.channel().sourceIp());
    ledger.accept(
        new Hop(
            id,
            Hop.Kind.AWS,
            call.trace(),
            from(call),
            Authorization.prefix(call.operation().service()),
            Authorization.prefix(call.operation().service()) + ":" + call.operation().name(),
            needs.isEmpty() ? null : needs.get(0).resource(),
            start,
            Duration.ofNanos(System.nanoTime() - started),
            status,
            error,
            Transcript.of(call.request()),
            response,
            facts));
  }

  /** Root is many: its tool says more than its name. */
  private static String from(AwsCall call) {
    if (call.caller() instanceof Caller.Root && !call.channel().userAgent().isEmpty()) {
      String agent = call.channel().userAgent();
      int end = agent.indexOf('/');
      return end > 0 ? agent.substring(0, end) : agent;
    }
    return call.caller().label();
  }

  private static @Nullable String message(AwsServiceException refused) {
    return refused.awsErrorDetails() == null
        ? null
        : Masks.text(String.valueOf(refused.awsErrorDetails().errorMessage()));
  }
}
