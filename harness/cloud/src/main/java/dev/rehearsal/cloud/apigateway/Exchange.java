package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/**
 * One request on its way to an integration.
 *
 * @param aws the surroundings of the API's account and region
 * @param api the API
 * @param stage the stage that serves it
 * @param match the route
 * @param request the request; its body has been read
 * @param body the request's body
 * @param requestId the id in {@code apigw-requestid} and {@code $context.requestId}
 * @param time the stage's time of the request
 * @param identity who signed in; null on routes without authorizer
 */
record Exchange(
    Surroundings aws,
    Api api,
    Stage stage,
    RouteTable.Match match,
    HttpRequest request,
    byte[] body,
    String requestId,
    Instant time,
    @Nullable Identity identity) {

  private static final DateTimeFormatter CLF =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The verified token of a request.
   *
   * @param claims every claim as API Gateway writes it: as text
   * @param scopes the token's scopes; null where the route demands none
   */
  record Identity(Map<String, String> claims, @Nullable List<String> scopes) {}

  String domain() {
    return api.apiId() + ".execute-api." + aws.region() + ".amazonaws.com";
  }

  String clfTime() {
    return clf(time);
  }

  /** A time as access logs write it. */
  static String clf(Instant time) {
    return CLF.format(time);
  }

  /** The client's address: what the edge says of it, else the connection's. */
  String sourceIp() {
    return request.remoteAddress();
  }

  String userAgent() {
    return request.header("user-agent").orElse("");
  }

  /** The function's or URL's permission source: {@code execute-api} ARN of the route. */
  String sourceArn() {
    String key = match.route().routeKey();
    String tail =
        key.equals("$default")
            ? "$default"
            : request.method() + key.substring(key.indexOf(' ') + 1);
    return aws.arn("execute-api", api.apiId() + "/" + stage.stageName() + "/" + tail);
  }

  /** Whether the body is text to API Gateway; other bodies travel in base64. */
  boolean textBody() {
    String type =
        request
            .header("content-type")
            .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .orElse("text/plain");
    return type.startsWith("text/")
        || type.equals("application/json")
        || type.equals("application/xml")
        || type.equals("application/javascript")
        || type.endsWith("+json")
        || type.endsWith("+xml");
  }

  String bodyText() {
    return textBody()
        ? new String(body, StandardCharsets.UTF_8)
        : Base64.getEncoder().encodeToString(body);
  }
}
