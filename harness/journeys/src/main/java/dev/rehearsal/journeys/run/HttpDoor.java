package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.pki.CertificateAuthority;
import dev.rehearsal.journeys.language.Request;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.http.conn.params.ConnRoutePNames;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sends a journey's requests. Follows no redirect, logs nothing. */
final class HttpDoor {

  private static final String PATIENCE = "http.socket.timeout";
  private static final Duration USUAL = Duration.ofSeconds(35);

  private static final RestAssuredConfig CONFIG =
      RestAssuredConfig.config()
          .httpClient(
              HttpClientConfig.httpClientConfig()
                  .setParam("http.connection.timeout", 5_000)
                  .setParam(PATIENCE, (int) USUAL.toMillis()))
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                  .encodeContentTypeAs("*/*", ContentType.TEXT))
          .redirect(RedirectConfig.redirectConfig().followRedirects(false));

  private final Walk walk;

  HttpDoor(Walk walk) {
    this.walk = walk;
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param customer who is signed in; null for a guest
   * @param root the correlation id
   */
  Exchange send(Request request, @Nullable String customer, String root) {
    return send(request, customer, root, config(request));
  }

  /** Sends a request many times over one connection, and reads the last answer. */
  Exchange flood(Request request, int times, String root) {
    RestAssuredConfig config = config(request);
    RestAssuredConfig reusing =
        config.httpClient(config.getHttpClientConfig().reuseHttpClientInstance());
    Exchange last = send(request, null, root, reusing);
    for (int sent = 1; sent < times; sent++) {
      last = send(request, null, root, reusing);
    }
    return last;
  }

  private Exchange send(
      Request request, @Nullable String customer, String root, RestAssuredConfig config) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Amzn-Trace-Id", "Root=" + root);
    if (customer != null) {
      headers.put("Authorization", "Bearer " + walk.customers().token(customer));
    }
    String body = body(request.body());
    if (!(request.body() instanceof Request.NoBody)) {
      headers.put("Content-Type", "application/json");
    }
    request.headers().forEach((name, value) -> put(headers, name, value.text(walk)));
    return send(request.method(), address(request), headers, body, config);
  }

  private String address(Request request) {
    String target = request.target().text(walk);
    return switch (request.door()) {
      case SHOP -> walk.stage().shop() + target;
      case SHOP_HTTPS -> walk.stage().secureShop() + target;
      case SHOP_HTTP -> plain(walk.stage().secureShop()) + target;
      case API -> walk.stage().shop() + "/api" + target;
      case API_HTTPS -> walk.stage().secureShop() + "/api" + target;
      case API_HTTP -> plain(walk.stage().secureShop()) + "/api" + target;
      case API_DIRECT -> walk.stage().api() + target;
      case BUCKET_DIRECT -> walk.stage().aws() + "/" + walk.outputs().bucket("site") + target;
    };
  }

  private static String plain(URI secure) {
    return "http://" + secure.getRawAuthority();
  }

  private String body(Request.Body body) {
    if (body instanceof Request.JsonBody json) {
      return json.value().resolve(walk).toString();
    }
    return body instanceof Request.TextBody text ? text.text().text(walk) : "";
  }

  private static Exchange send(
      String method,
      String address,
      Map<String, String> headers,
      String body,
      RestAssuredConfig config) {
    URI uri = URI.create(address.replace(" ", "%20").replace("|", "%7C"));
    RequestSpecification specification =
        RestAssured.given().config(config).urlEncodingEnabled(false).headers(headers);
    if (uri.getHost() != null && uri.getHost().endsWith(".localhost")) {
      // The JDK does not resolve *.localhost everywhere; browsers do.
      specification.header("Host", uri.getRawAuthority());
    }
    if (!body.isEmpty()) {
      specification.body(body.getBytes(StandardCharsets.UTF_8));
    }
    long start = System.nanoTime();
    Response response = specification.request(method, local(uri));
    byte[] bytes = response.asByteArray();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Map<String, List<String>> answered = new LinkedHashMap<>();
    for (Header header : response.headers()) {
      answered
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), any -> new ArrayList<>())
          .add(header.getValue());
    }
    return new Exchange(
        method,
        address,
        headers,
        body,
        response.statusCode(),
        answered,
        new String(bytes, StandardCharsets.UTF_8),
        took,
        null);
  }

  private RestAssuredConfig config(Request request) {
    InetAddress from = walk.visitors().socket(request.visitor());
    HttpClientConfig client =
        CONFIG
            .getHttpClientConfig()
            .setParam(PATIENCE, (int) walk.stage().patience(USUAL).toMillis());
    RestAssuredConfig base =
        switch (request.door()) {
          case SHOP_HTTPS, API_HTTPS -> CONFIG.sslConfig(trusting(walk.stage().authority()));
          default -> CONFIG;
        };
    return base.httpClient(
        from == null ? client : client.setParam(ConnRoutePNames.LOCAL_ADDRESS, from));
  }

  /** Trusts the stage's authority and nobody else, and looks at the certificate's names. */
  @SuppressWarnings("deprecation") // REST Assured takes no other kind of factory.
  private static SSLConfig trusting(CertificateAuthority authority) {
    return SSLConfig.sslConfig()
        .sslSocketFactory(
            new SSLSocketFactory(authority.client(), SSLSocketFactory.STRICT_HOSTNAME_VERIFIER));
  }

  private static String local(URI uri) {
    String text = uri.toString();
    return uri.getHost() != null && uri.getHost().endsWith(".localhost")
        ? text.replaceFirst(java.util.regex.Pattern.quote(uri.getHost()), "127.0.0.1")
        : text;
  }

  private static void put(Map<String, String> headers, String name, String value) {
    headers.keySet().removeIf(each -> each.equalsIgnoreCase(name));
    headers.put(name, value);
  }
}
