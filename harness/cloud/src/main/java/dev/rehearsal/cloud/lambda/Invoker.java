package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Invokes functions, and tells the ledger and CloudWatch. Thread-safe. */
final class Invoker {

  private static final int KEPT = 256 * 1024;
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Surroundings aws;
  private final Engine engine;
  private final Metrics metrics;

  Invoker(Surroundings aws, Engine engine) {
    this.aws = aws;
    this.engine = engine;
    this.metrics = new Metrics(aws);
  }

  /**
   * What is to be invoked, why, and by whom.
   *
   * @param function the function
   * @param version the version to run
   * @param arn the ARN it is invoked by
   * @param payload the event
   * @param clientContext the client context as JSON, or null
   * @param from who invokes, as the ledger names it
   * @param trace the trace that the invocation continues
   * @param requestId the request id; a retry keeps the first attempt's
   * @param facts what else the ledger shall keep
   */
  record Order(
      FunctionRecord function,
      FunctionVersion version,
      String arn,
      byte[] payload,
      @Nullable String clientContext,
      String from,
      Trace trace,
      String requestId,
      Map<String, String> facts) {}

  /** Runs the function to its end on this thread. */
  Engine.Run invoke(Order order) {
    String hopId = aws.ids().uuid();
    Instant start = Instant.now();
    long nanos = System.nanoTime();
    Fault fault = aws.faults().at(point(order));
    Map<String, String> struck = fault == null ? Map.of() : Map.of("fault", fault.toString());
    try {
      Engine.Run run = fault == null ? run(order, hopId, false) : run(order, hopId, fault);
      metrics.invoked(order.version(), run);
      record(hopId, order, start, nanos, run, struck);
      return run;
    } catch (AwsServiceException throttled) {
      if (throttled.statusCode() == 429) {
        metrics.throttled(order.version());
      }
      Map<String, String> facts = facts(order);
      facts.putAll(struck);
      String code = throttled.awsErrorDetails().errorCode();
      accept(hopId, order, start, nanos, throttled.statusCode(), code, null, facts);
      throw throttled;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Errors.throttled("The embedded Lambda is shutting down.");
    }
  }

  private Engine.Run run(Order order, String hopId, boolean dies) throws InterruptedException {
    return engine.run(
        order.version(), order.function().reservedConcurrency, invocation(order, hopId), dies);
  }

  private Engine.Run run(Order order, String hopId, Fault fault) throws InterruptedException {
    return switch (fault.kind()) {
      case THROTTLE -> throw Errors.throttled("Rate Exceeded.");
      case ERROR, RESET -> lost(order, fault);
      case DROP, TIMEOUT -> {
        var unused = run(order, hopId, false);
        if (fault.kind() == Fault.Kind.TIMEOUT) {
          fault.keepSilent(SILENCE);
        }
        yield lost(order, fault);
      }
      case DUPLICATE -> {
        var unused = run(order, hopId, false);
        yield run(order, hopId, false);
      }
      case KILL_FUNCTION -> run(order, hopId, true);
      default -> run(order, hopId, false);
    };
  }

  /** An invocation of whose result nothing is known. */
  private static Engine.Run lost(Order order, Fault fault) {
    String code = fault.code() == null ? "Runtime.Unknown" : fault.code();
    return new Engine.Run(
        Failures.of(code, "RequestId: " + order.requestId() + " Error: " + fault.name()),
        false,
        Duration.ZERO,
        new byte[0]);
  }

  private static Faults.Point point(Order order) {
    return new Faults.Point(
        Hop.Kind.INVOKE,
        order.trace(),
        order.from(),
        "lambda:" + order.function().name(),
        "INVOKE",
        List.of(order.arn()));
  }

  private static Invocation invocation(Order order, String hopId) {
    return new Invocation(
        order.requestId(),
        order.arn(),
        order.payload(),
        new Trace(order.trace().root(), hopId).header(),
        order.clientContext(),
        new CompletableFuture<>());
  }

  private void record(
      String hopId,
      Order order,
      Instant start,
      long nanos,
      Engine.Run run,
      Map<String, String> struck) {
    Map<String, String> facts = facts(order);
    facts.putAll(struck);
    facts.put("coldStart", Boolean.toString(run.cold()));
    String error = null;
    if (run.outcome() instanceof Outcome.Failed failed) {
      error = failed.type();
      facts.put("functionError", "Unhandled");
    }
    accept(hopId, order, start, nanos, 200, error, text(run.outcome().payload()), facts);
  }

  private static Map<String, String> facts(Order order) {
    Map<String, String> facts = new TreeMap<>(order.facts());
    facts.put("requestId", order.requestId());
    facts.put("version", order.version().number());
    return facts;
  }

  private void accept(
      String hopId,
      Order order,
      Instant start,
      long nanos,
      int status,
      @Nullable String error,
      @Nullable String response,
      Map<String, String> facts) {
    aws.hops()
        .accept(
            new Hop(
                hopId,
                Hop.Kind.INVOKE,
                order.trace(),
                order.from(),
                "lambda:" + order.function().name(),
                "INVOKE",
                order.arn(),
                start,
                Duration.ofNanos(System.nanoTime() - nanos),
                status,
                error,
                text(order.payload()),
                response,
                facts));
  }

  private static String text(byte[] payload) {
    return new String(payload, 0, Math.min(KEPT, payload.length), StandardCharsets.UTF_8);
  }
}
