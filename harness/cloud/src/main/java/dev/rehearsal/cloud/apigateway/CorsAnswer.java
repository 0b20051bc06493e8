package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigatewayv2.model.Cors;

/** Cross-origin headers by an API's configuration, which replace whatever a function sends. */
final class CorsAnswer {

  private static final List<String> HEADERS =
      List.of(
          "access-control-allow-origin",
          "access-control-allow-methods",
          "access-control-allow-headers",
          "access-control-allow-credentials",
          "access-control-expose-headers",
          "access-control-max-age");

  private CorsAnswer() {}

  static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("origin").isPresent()
        && request.header("access-control-request-method").isPresent();
  }

  static HttpResponse preflight(Cors cors, HttpRequest request) {
    Headers headers = new Headers();
    Optional<String> origin = allowed(cors, request);
    if (origin.isPresent()) {
      headers.set("access-control-allow-origin", origin.get());
      list(headers, "access-control-allow-methods", cors.allowMethods());
      list(headers, "access-control-allow-headers", cors.allowHeaders());
      common(headers, cors);
      if (cors.maxAge() != null) {
        headers.set("access-control-max-age", String.valueOf(cors.maxAge()));
      }
    }
    return HttpResponse.of(204, headers, new byte[0]);
  }

  static void apply(Cors cors, HttpRequest request, Headers headers) {
    HEADERS.forEach(headers::remove);
    Optional<String> origin = allowed(cors, request);
    if (origin.isPresent()) {
      headers.set("access-control-allow-origin", origin.get());
      common(headers, cors);
    }
  }

  private static void common(Headers headers, Cors cors) {
    if (Boolean.TRUE.equals(cors.allowCredentials())) {
      headers.set("access-control-allow-credentials", "true");
    }
    list(headers, "access-control-expose-headers", cors.exposeHeaders());
  }

  private static void list(Headers headers, String name, List<String> values) {
    if (!values.isEmpty()) {
      headers.set(name, String.join(",", values));
    }
  }

  private static Optional<String> allowed(Cors cors, HttpRequest request) {
    Optional<String> origin = request.header("origin");
    if (origin.isEmpty()) {
      return Optional.empty();
    }
    String asked = origin.get();
    for (String allowed : cors.allowOrigins()) {
      if (allowed.equals("*")) {
        return Optional.of("*");
      }
      boolean scheme = allowed.endsWith("://*");
      if (allowed.equalsIgnoreCase(asked)
          || (scheme && asked.startsWith(allowed.substring(0, allowed.length() - 1)))) {
        return Optional.of(asked);
      }
    }
    return Optional.empty();
  }
}
