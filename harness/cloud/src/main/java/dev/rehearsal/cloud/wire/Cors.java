package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.util.Locale;

/** Lets browsers call Cognito, as Cognito does: from any origin. */
final class Cors {

  private Cors() {}

  /** Whether a request is a browser's question whether it may call an API by target. */
  static boolean preflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.headers().contains("origin")
        && request
            .header("access-control-request-headers")
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .contains("x-amz-target");
  }

  static HttpResponse allow(HttpRequest request) {
    Headers headers = new Headers();
    headers.set("access-control-allow-origin", "*");
    headers.set("access-control-allow-methods", "HEAD, GET, POST, PUT, DELETE, OPTIONS");
    headers.set(
        "access-control-allow-headers",
        request.header("access-control-request-headers").orElse("*"));
    headers.set("access-control-max-age", "172800");
    return HttpResponse.of(200, headers, new byte[0]);
  }

  static HttpResponse add(HttpRequest request, Exchange exchange, HttpResponse response) {
    if (exchange.service() != null
        && exchange.service().service().id().equals("cognito-idp")
        && request.headers().contains("origin")) {
      response
          .headers()
          .set("access-control-allow-origin", "*")
          .set(
              "access-control-expose-headers",
              "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date");
    }
    return response;
  }
}
