package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.http.HttpResponse;

/** The answers that API Gateway gives itself. */
final class Answers {

  private Answers() {}

  static HttpResponse message(int status, String message) {
    return HttpResponse.of(status, "application/json", "{\"message\":\"" + message + "\"}");
  }

  static HttpResponse notFound() {
    return message(404, "Not Found");
  }
}
