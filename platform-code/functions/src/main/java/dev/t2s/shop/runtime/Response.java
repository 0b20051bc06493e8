package dev.t2s.shop.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param status the status code
 * @param headers names in lower case
 * @param body the body; empty for none
 */
public record Response(int status, Map<String, String> headers, String body) {

  public static Response json(int status, Object body) {
    return new Response(status, Map.of("content-type", "application/json"), Json.write(body));
  }

  public static Response empty() {
    return new Response(204, Map.of(), "");
  }

  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }

  /**
   * The answer as API Gateway takes it (payload format 2.0). Caches must not keep it unless told.
   */
  String toGateway() {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("cache-control", "no-store");
    return Json.write(
        Json.of("statusCode", status, "headers", all, "body", body, "isBase64Encoded", false));
  }
}
