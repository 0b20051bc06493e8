package dev.rehearsal.cloud.lambda;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way through a function's JVM.
 *
 * @param requestId the request id that the function sees
 * @param functionArn the ARN it was invoked by
 * @param payload the event
 * @param traceHeader the value of {@code X-Amzn-Trace-Id} that the function hands on
 * @param clientContext the client context as JSON; null where the caller gave none
 * @param outcome completed when the invocation ends
 */
record Invocation(
    String requestId,
    String functionArn,
    byte[] payload,
    String traceHeader,
    @Nullable String clientContext,
    CompletableFuture<Outcome> outcome) {}
