package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;

/** HTTP_PROXY: passes a request on to a URL. */
final class HttpProxy {

  private static final Set<String> NOT_PASSED =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "upgrade",
          "expect",
          "keep-alive",
          "te",
          "trailer");

  /** One for all APIs, made by the first integration of this kind. */
  private static final class Shared {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  Integrations.Outcome call(Integration integration, Exchange exchange) {
    String url = integration.integrationUri();
    for (Map.Entry<String, String> variable : exchange.match().parameters().entrySet()) {
      url = url.replace("{" + variable.getKey() + "}", variable.getValue());
    }
    for (Map.Entry<String, String> variable : exchange.stage().stageVariables().entrySet()) {
      url = url.replace("${stageVariables." + variable.getKey() + "}", variable.getValue());
    }
    if (!exchange.request().query().isEmpty()) {
      url += (url.contains("?") ? "&" : "?") + exchange.request().query();
    }
    try {
      java.net.http.HttpRequest.Builder request =
          java.net.http.HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofMillis(Integrations.timeout(integration)));
      exchange
          .request()
          .headers()
          .forEach(
              (name, value) -> {
                if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                  request.header(name, value);
                }
              });
      request.header(
          "forwarded",
          "for=" + exchange.sourceIp() + ";host=" + exchange.domain() + ";proto=https");
      String method = integration.integrationMethod();
      request.method(
          method == null || method.equals("ANY") ? exchange.request().method() : method,
          BodyPublishers.ofByteArray(exchange.body()));
      java.net.http.HttpResponse<byte[]> answer =
          Shared.CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      Headers headers = new Headers();
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                  values.forEach(value -> headers.add(name, value));
                }
              });
      return new Integrations.Outcome(
          HttpResponse.of(answer.statusCode(), headers, answer.body()), answer.statusCode(), null);
    } catch (HttpTimeoutException late) {
      return Integrations.failed(503, "No answer in time from " + url);
    } catch (IOException | IllegalArgumentException broken) {
      return Integrations.failed(500, "No answer from " + url + ": " + broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Integrations.failed(503, "The server is stopping.");
    }
  }
}
