package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.IntegrationType;

/** Calls what a route leads to, within the integration's timeout. */
final class Integrations {

  /**
   * What became of a call.
   *
   * @param response what the client is told
   * @param status the integration's own status; 0 where it gave none
   * @param error why the integration failed; null where it didn't
   */
  record Outcome(HttpResponse response, int status, @Nullable String error) {}

  private final HttpProxy http = new HttpProxy();

  Outcome call(Integration integration, Exchange exchange, Trace trace) {
    if (integration.integrationType() == IntegrationType.HTTP_PROXY) {
      return http.call(integration, exchange);
    }
    Future<Outcome> running =
        exchange
            .aws()
            .workers()
            .submit(
                () -> {
                  try (Trace.Scope scope = trace.open()) {
                    return LambdaProxy.call(integration, exchange);
                  }
                });
    Duration limit =
        exchange.aws().settings().debugging().limit(Duration.ofMillis(timeout(integration)));
    try {
      return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      // The function goes on, as on AWS: only the client stops waiting.
      return failed(503, "The function did not answer within " + timeout(integration) + " ms.");
    } catch (ExecutionException failure) {
      return failed(500, "The invocation failed: " + failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return failed(503, "The server is stopping.");
    }
  }

  static long timeout(Integration integration) {
    return integration.timeoutInMillis() == null ? 30_000 : integration.timeoutInMillis();
  }

  static Outcome failed(int status, String error) {
    return new Outcome(
        Answers.message(status, status == 503 ? "Service Unavailable" : "Internal Server Error"),
        0,
        error);
  }
}
