package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Invokes functions, and tells the ledger and CloudWatch. Thread-safe. */
final class Invoker {

  private static final int KEPT = 256 * 1024;

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
    try {
      Engine.Run run =
          engine.run(
              order.version(), order.function().reservedConcurrency, invocation(order, hopId));
      metrics.invoked(order.version(), run);
      record(hopId, order, start, nanos, run);
      return run;
    } catch (AwsServiceException throttled) {
      if (throttled.statusCode() == 429) {
        metrics.throttled(order.version());
      }
      Map<String, String> facts = facts(order);
      String code = throttled.awsErrorDetails().errorCode();
      accept(hopId, order, start, nanos, throttled.statusCode(), code, null, facts);
      throw throttled;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Errors.throttled("The embedded Lambda is shutting down.");
    }
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

  private void record(String hopId, Order order, Instant start, long nanos, Engine.Run run) {
    Map<String, String> facts = facts(order);
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
