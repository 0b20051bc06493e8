package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.http.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.cloudfront.model.CustomOriginConfig;
import software.amazon.awssdk.services.cloudfront.model.Origin;

/** A web server as an origin: on loopback only, so that nothing leaves the machine. */
final class HttpOrigin {

  private static final Set<String> NOT_PASSED =
      Set.of("host", "content-length", "connection", "transfer-encoding", "expect", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  OriginAnswer fetch(Origin origin, Origins.Ask ask) {
    String host = origin.domainName();
    if (!host.equals("localhost") && !host.endsWith(".localhost") && !host.startsWith("127.")) {
      return OriginAnswer.error(
          502,
          "CloudFront wasn't able to resolve the origin domain name.",
          "The edge reaches buckets, APIs and loopback names only, and " + host + " is none.");
    }
    CustomOriginConfig config = origin.customOriginConfig();
    int port = config == null || config.httpPort() == null ? 80 : config.httpPort();
    int seconds =
        config == null || config.originReadTimeout() == null ? 30 : config.originReadTimeout();
    String address = host.startsWith("127.") ? host : "127.0.0.1";
    String query = ask.query().isEmpty() ? "" : "?" + ask.query();
    try {
      java.net.http.HttpRequest.Builder request =
          java.net.http.HttpRequest.newBuilder(
                  URI.create("http://" + address + ":" + port + ask.path() + query))
              .timeout(Duration.ofSeconds(seconds))
              .method(ask.method(), BodyPublishers.ofByteArray(ask.body()));
      ask.headers()
          .forEach(
              (name, value) -> {
                if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                  request.header(name, value);
                }
              });
      java.net.http.HttpResponse<byte[]> answer =
          client.send(request.build(), BodyHandlers.ofByteArray());
      Headers headers = new Headers();
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!NOT_PASSED.contains(name)) {
                  values.forEach(value -> headers.add(name, value));
                }
              });
      return new OriginAnswer(answer.statusCode(), headers, answer.body());
    } catch (HttpTimeoutException late) {
      return OriginAnswer.error(
          504, "The origin did not respond in time.", "No answer within " + seconds + " s.");
    } catch (IOException | IllegalArgumentException broken) {
      return OriginAnswer.error(
          502, "CloudFront wasn't able to connect to the origin.", String.valueOf(broken));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return OriginAnswer.error(503, "The edge is stopping.", "");
    }
  }
}
