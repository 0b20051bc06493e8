package dev.rehearsal.cloud.cognito;

import com.nimbusds.jose.jwk.JWKSet;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.wire.Route;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the documents that verifiers of tokens fetch from a pool's issuer, for the server of the
 * AWS endpoint: {@code /{poolId}/.well-known/jwks.json} and {@code openid-configuration}.
 */
public final class KeySets implements HttpHandler {

  private static final Pattern PATH =
      Pattern.compile(
          "/([a-z]{2}-[a-z-]+-\\d)_([A-Za-z0-9]+)/\\.well-known/(jwks\\.json|openid-configuration)");

  private final Cloud cloud;

  public KeySets(Cloud cloud) {
    this.cloud = cloud;
  }

  /** These documents as a route of the AWS endpoint. */
  public static Route route(Cloud cloud) {
    KeySets sets = new KeySets(cloud);
    return new Route(sets::matches, sets);
  }

  /** Whether a request is for one of these documents. */
  public boolean matches(HttpRequest request) {
    return request.method().equals("GET") && PATH.matcher(request.path()).matches();
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    Matcher matcher = PATH.matcher(request.path());
    if (!matcher.matches()) {
      return HttpResponse.of(404, "application/json", "{\"message\":\"Not Found\"}");
    }
    String region = matcher.group(1);
    String poolId = region + "_" + matcher.group(2);
    Optional<JWKSet> keys =
        cloud.peer(Cognito.class, cloud.settings().account(), region).keys(poolId);
    if (keys.isEmpty()) {
      return HttpResponse.of(
          404,
          "application/json",
          "{\"code\":\"ResourceNotFoundException\",\"message\":\"User pool "
              + poolId
              + " does not exist.\"}");
    }
    if (matcher.group(3).equals("jwks.json")) {
      return HttpResponse.of(200, "application/json", keys.get().toString(true));
    }
    String issuer = Tokens.issuer(region, poolId);
    return HttpResponse.of(
        200,
        "application/json",
        "{\"id_token_signing_alg_values_supported\":[\"RS256\"],\"issuer\":\""
            + issuer
            + "\",\"jwks_uri\":\""
            + issuer
            + "/.well-known/jwks.json\",\"response_types_supported\":[\"code\",\"token\"],"
            + "\"subject_types_supported\":[\"public\"]}");
  }
}
