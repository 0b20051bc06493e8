package dev.rehearsal.cloud.apigateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.apigatewayv2.model.RouteSettings;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/** The token buckets behind a stage's throttling: one a stage and route. Thread-safe. */
final class TokenBuckets {

  private static final class Bucket {
    private double tokens;
    private long last;

    Bucket(double tokens, long now) {
      this.tokens = tokens;
      this.last = now;
    }

    synchronized boolean take(double rate, int burst, long now) {
      tokens = Math.min(burst, tokens + (now - last) / 1e9 * rate);
      last = now;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }
  }

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  TokenBuckets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a token, where the settings ask for any.
   *
   * @return false where the request must be answered with 429
   */
  boolean take(String apiId, Stage stage, String routeKey) {
    RouteSettings defaults = stage.defaultRouteSettings();
    RouteSettings own = stage.routeSettings().get(routeKey);
    Double rate = null;
    Integer burst = null;
    if (defaults != null) {
      rate = defaults.throttlingRateLimit();
      burst = defaults.throttlingBurstLimit();
    }
    if (own != null && own.throttlingRateLimit() != null) {
      rate = own.throttlingRateLimit();
    }
    if (own != null && own.throttlingBurstLimit() != null) {
      burst = own.throttlingBurstLimit();
    }
    if (rate == null && burst == null) {
      return true;
    }
    double perSecond = rate == null ? 10_000 : rate;
    int atOnce = burst == null ? 5_000 : burst;
    long now = nanoTime.getAsLong();
    return buckets
        .computeIfAbsent(
            apiId + " " + stage.stageName() + " " + routeKey, any -> new Bucket(atOnce, now))
        .take(perSecond, atOnce, now);
  }
}
