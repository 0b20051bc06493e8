package dev.rehearsal.journeys.language;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as a journey writes it.
 *
 * @param door where it goes in
 * @param visitor who sends it, from an IP address of their own; null for the journey itself
 * @param method the method
 * @param target path and query, with a leading slash
 * @param headers headers beside those the engine adds
 * @param body what is sent
 */
public record Request(
    Door door,
    @Nullable String visitor,
    String method,
    Template target,
    Map<String, Template> headers,
    Body body) {

  /** Where a request goes in. */
  public enum Door {
    /** The shop's pages, at the edge, as if over TLS. */
    SHOP,
    /** The shop's pages, at the edge, over TLS. */
    SHOP_HTTPS,
    /** The shop's pages, at the edge, over plain HTTP, which is redirected or refused. */
    SHOP_HTTP,
    /** The shop's API, at the edge, as if over TLS. */
    API,
    /** The shop's API, at the edge, over TLS. */
    API_HTTPS,
    /** The shop's API, at the edge, over plain HTTP, which is redirected or refused. */
    API_HTTP,
    /** The API itself, around the edge. */
    API_DIRECT,
    /** The bucket of the shop's pages, around the edge, by nobody. */
    BUCKET_DIRECT
  }

  /** What a request carries. */
  public sealed interface Body {}

  /** Nothing. */
  public record NoBody() implements Body {}

  /** A JSON value. */
  public record JsonBody(Value value) implements Body {}

  /** A text, sent as it is; {@code application/json} unless a header says otherwise. */
  public record TextBody(Template text) implements Body {}

  /** {@code GET /products}, for titles. */
  public String title() {
    return method + " " + target.source();
  }

  /** A capture: the name and where in the answer its value stands. */
  public record Capture(String name, Path path) {}

  /**
   * A JSONPath.
   *
   * @param text as written
   * @param compiled ready to read with; thread-safe
   */
  public record Path(String text, com.jayway.jsonpath.@Nullable JsonPath compiled) {}
}
