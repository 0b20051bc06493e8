package dev.t2s.shop.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP request as API Gateway hands it on (payload format 2.0).
 *
 * @param route the route's key, for example {@code GET /products/{sku}}
 * @param path the route's parameters
 * @param query the query's parameters
 * @param headers names in lower case
 * @param claims the verified token's claims; empty on public routes
 * @param body the body; empty where there is none
 */
public record Request(
    String route,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    Map<String, String> claims,
    String body) {

  static Request of(Json event) {
    String body = event.text("body").orElse("");
    if (event.isTrue("isBase64Encoded")) {
      body = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    }
    return new Request(
        event.text("routeKey").orElse(""),
        event.object("pathParameters").texts(),
        event.object("queryStringParameters").texts(),
        event.object("headers").texts(),
        event.object("requestContext").object("authorizer").object("jwt").object("claims").texts(),
        body);
  }

  /** The groups of the user pool that who signed in is in: {@code [staff others]} in the claim. */
  public Set<String> groups() {
    String claim = claims.getOrDefault("cognito:groups", "");
    return claim.matches("\\[.+]")
        ? Set.of(claim.substring(1, claim.length() - 1).split(" "))
        : Set.of();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A parameter of the route's path. */
  public String parameter(String name) {
    String value = path.get(name);
    if (value == null) {
      throw Problem.invalid("The path has no " + name + ".");
    }
    return value;
  }

  /**
   * The body as a JSON object.
   *
   * @throws Problem 400 where it is something else
   */
  public Json json() {
    if (body.length() > 16_384) {
      throw Problem.invalid("The body is longer than 16 KiB.");
    }
    try {
      return Json.parse(body);
    } catch (Json.Malformed malformed) {
      throw Problem.invalid("The body must be a JSON object.");
    }
  }
}
