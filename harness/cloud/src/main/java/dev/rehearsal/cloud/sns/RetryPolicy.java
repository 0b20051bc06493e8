package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * How long to wait between attempts, by the phases of "Amazon SNS message delivery retries".
 *
 * @param minDelay the shortest pause, in milliseconds
 * @param maxDelay the longest pause, in milliseconds
 */
record RetryPolicy(
    int immediate, int beforeBackoff, int backoff, int afterBackoff, long minDelay, long maxDelay) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RetryPolicy AWS_MANAGED = new RetryPolicy(3, 2, 10, 100_000, 1000, 20_000);
  private static final RetryPolicy CUSTOMER_MANAGED = new RetryPolicy(0, 2, 10, 38, 10, 600_000);

  static RetryPolicy of(Subscription to, Topic topic) {
    return switch (to.protocol) {
      case "http", "https" -> http(to, topic);
      case "sqs", "lambda" -> AWS_MANAGED;
      default -> CUSTOMER_MANAGED;
    };
  }

  /**
   * The pause after a failed attempt, in milliseconds; negative where there is no further attempt.
   *
   * @param attempt the attempt that failed, from 1
   */
  long pauseAfter(int attempt) {
    int retry = attempt - 1;
    if (retry < immediate) {
      return 0;
    }
    retry -= immediate;
    if (retry < beforeBackoff) {
      return minDelay;
    }
    retry -= beforeBackoff;
    if (retry < backoff) {
      double share = backoff == 1 ? 1 : (double) retry / (backoff - 1);
      return Math.round(minDelay * Math.pow((double) maxDelay / minDelay, share));
    }
    return retry - backoff < afterBackoff ? maxDelay : -1;
  }

  private static RetryPolicy http(Subscription to, Topic topic) {
    JsonNode own = read(to.attributes.get("DeliveryPolicy")).path("healthyRetryPolicy");
    JsonNode shared =
        read(topic.attributes.get("DeliveryPolicy")).path("http").path("defaultHealthyRetryPolicy");
    JsonNode policy = own.isObject() ? own : shared;
    int retries = policy.path("numRetries").asInt(3);
    int immediate = policy.path("numNoDelayRetries").asInt(0);
    int before = policy.path("numMinDelayRetries").asInt(0);
    int after = policy.path("numMaxDelayRetries").asInt(0);
    long min = Math.max(1, policy.path("minDelayTarget").asLong(20)) * 1000;
    long max = Math.max(1, policy.path("maxDelayTarget").asLong(20)) * 1000;
    int backoff = Math.max(0, retries - immediate - before - after);
    return new RetryPolicy(immediate, before, backoff, after, min, max);
  }

  private static JsonNode read(@org.jspecify.annotations.Nullable String document) {
    if (document == null) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A stored policy is not JSON: " + document, impossible);
    }
  }
}
