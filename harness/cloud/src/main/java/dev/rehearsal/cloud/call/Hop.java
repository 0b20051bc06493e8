package dev.rehearsal.cloud.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened on the street, as the ledger keeps it.
 *
 * @param id unique within the stage
 * @param kind what sort of hop it is
 * @param trace correlation id and parent hop
 * @param from who acted: {@code checkout}, {@code terraform}, {@code sns}, {@code client}
 * @param to who was acted on: {@code dynamodb}, {@code cloudfront}, {@code lambda:checkout}
 * @param action the operation: {@code sns:Publish}, {@code GET /products}, {@code INVOKE}
 * @param resource the ARN, URL or address acted on; null where there is none
 * @param start wall-clock time of the start
 * @param took how long it took
 * @param status HTTP status or its nearest equivalent; 0 where nothing was answered
 * @param error error code, or null where it succeeded
 * @param request what was sent, as JSON or text, secrets not yet masked; null where not kept
 * @param response what was answered, likewise
 * @param facts further facts, such as {@code decision}, {@code attempt}, {@code x-cache}
 */
public record Hop(
    String id,
    Kind kind,
    Trace trace,
    String from,
    String to,
    String action,
    @Nullable String resource,
    Instant start,
    Duration took,
    int status,
    @Nullable String error,
    @Nullable String request,
    @Nullable String response,
    Map<String, String> facts) {

  /** The sorts of hop. */
  public enum Kind {
    AWS,
    EDGE,
    API,
    INVOKE,
    HTTP,
    SQL,
    MAIL,
    SMS
  }
}
