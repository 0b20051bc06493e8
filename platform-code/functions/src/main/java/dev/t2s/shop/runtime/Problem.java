package dev.t2s.shop.runtime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, as RFC 9457 writes it. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String title;
  private final transient Map<String, Object> more;

  private Problem(int status, String code, String title, String detail, Map<String, Object> more) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.title = title;
    this.more = more;
  }

  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, Map.of());
  }

  public static Problem invalid(String detail) {
    return of(400, "INVALID", "The request is not valid", detail);
  }

  public static Problem notFound(String detail) {
    return of(404, "NOT_FOUND", "Not found", detail);
  }

  public static Problem conflict(String code, String title, String detail) {
    return of(409, code, title, detail);
  }

  public static Problem unavailable(String detail) {
    return of(503, "UNAVAILABLE", "The shop can't do this just now", detail);
  }

  /** The same problem with extension members. */
  public Problem with(@Nullable Object... namesAndValues) {
    return new Problem(status, code, title, String.valueOf(getMessage()), Json.of(namesAndValues));
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public Response response() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "/problems/" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
    body.put("title", title);
    body.put("status", status);
    body.put("detail", String.valueOf(getMessage()));
    body.put("code", code);
    body.putAll(more);
    Response response =
        new Response(status, Map.of("content-type", "application/problem+json"), Json.write(body));
    boolean later = status == 503 || status == 429 || code.equals("IN_PROGRESS");
    return later ? response.with("retry-after", "2") : response;
  }
}
