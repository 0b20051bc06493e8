package dev.rehearsal.cloud.apigateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.cognito.Cognito;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.Route;

/** The JWT authorizer: signature, issuer, audience, times and scopes of a bearer token. */
final class JwtCheck {

  /** What became of a check. */
  sealed interface Verdict {

    /** The token is good. */
    record Allowed(Exchange.Identity identity) implements Verdict {}

    /**
     * It isn't.
     *
     * @param response what the client is told
     * @param reason why
     */
    record Refused(HttpResponse response, String reason) implements Verdict {}
  }

  private JwtCheck() {}

  static Verdict check(Surroundings aws, Authorizer authorizer, Route route, HttpRequest request) {
    Optional<String> found = token(authorizer.identitySource().get(0), request);
    if (found.isEmpty()) {
      return refused("Bearer", "no token");
    }
    String issuer = authorizer.jwtConfiguration().issuer();
    JWTClaimsSet claims;
    try {
      SignedJWT jwt = SignedJWT.parse(found.get());
      if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
        return invalid("signing method " + jwt.getHeader().getAlgorithm() + " is invalid");
      }
      Optional<RSAKey> key = key(aws, issuer, jwt.getHeader().getKeyID());
      if (key.isEmpty()) {
        return invalid("unable to find a matching key in the issuer's key set");
      }
      if (!jwt.verify(new RSASSAVerifier(key.get()))) {
        return invalid("signature is invalid");
      }
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException | JOSEException malformed) {
      return invalid("the token is malformed");
    }
    if (!issuer.equals(claims.getIssuer())) {
      return invalid("issuer of the token is invalid");
    }
    List<String> audience = authorizer.jwtConfiguration().audience();
    Object client = claims.getClaim("client_id");
    boolean meant =
        claims.getAudience().isEmpty()
            ? client instanceof String id && audience.contains(id)
            : claims.getAudience().stream().anyMatch(audience::contains);
    if (!meant) {
      return invalid("the token's audience is invalid");
    }
    Instant now = aws.clock().instant();
    if (claims.getExpirationTime() == null
        || !claims.getExpirationTime().toInstant().isAfter(now)) {
      return invalid("the token has expired");
    }
    if (claims.getNotBeforeTime() != null && claims.getNotBeforeTime().toInstant().isAfter(now)) {
      return invalid("the token is not valid yet");
    }
    // Tokens are stamped in whole seconds, so one just issued may look a second old, never young.
    if (claims.getIssueTime() != null
        && claims.getIssueTime().toInstant().isAfter(now.plusSeconds(1))) {
      return invalid("the token was issued in the future");
    }
    return scopes(route, claims);
  }

  private static Verdict scopes(Route route, JWTClaimsSet claims) {
    List<String> wanted = route.authorizationScopes();
    if (wanted.isEmpty()) {
      return new Verdict.Allowed(new Exchange.Identity(texts(claims), null));
    }
    Object scope = claims.getClaim("scope");
    if (scope == null) {
      scope = claims.getClaim("scp");
    }
    List<String> held = scope == null ? List.of() : List.of(String.valueOf(scope).split(" ", -1));
    if (held.stream().noneMatch(wanted::contains)) {
      HttpResponse forbidden = Answers.message(403, "Forbidden");
      forbidden
          .headers()
          .set(
              "www-authenticate",
              "Bearer scope=\""
                  + String.join(" ", wanted)
                  + "\" error=\"insufficient_scope\""
                  + " error_description=\"the token does not have any of the required scopes\"");
      return new Verdict.Refused(forbidden, "insufficient_scope");
    }
    return new Verdict.Allowed(new Exchange.Identity(texts(claims), held));
  }

  private static Optional<String> token(String source, HttpRequest request) {
    Optional<String> value;
    if (source.startsWith("$request.querystring.")) {
      String name = source.substring("$request.querystring.".length());
      value = Optional.ofNullable(Encoding.query(request.query()).get(name)).map(all -> all.get(0));
    } else {
      value = request.header(source.substring("$request.header.".length()));
    }
    return value
        .map(String::strip)
        .map(
            text -> text.regionMatches(true, 0, "Bearer ", 0, 7) ? text.substring(7).strip() : text)
        .filter(text -> !text.isEmpty());
  }

  private static Optional<RSAKey> key(Surroundings aws, String issuer, @Nullable String id) {
    return CognitoIssuer.parse(issuer)
        .flatMap(pool -> aws.peer(Cognito.class, pool.region()).keys(pool.poolId()))
        .map(keys -> id == null ? null : keys.getKeyByKeyId(id))
        .map(key -> key instanceof RSAKey rsa ? rsa : null);
  }

  private static Map<String, String> texts(JWTClaimsSet claims) {
    Map<String, String> texts = new TreeMap<>();
    claims.toJSONObject().forEach((name, value) -> texts.put(name, text(value)));
    return texts;
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? "[" + list.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "]"
        : String.valueOf(value);
  }

  private static Verdict invalid(String why) {
    return refused(
        "Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + why + "\"", why);
  }

  private static Verdict refused(String challenge, String why) {
    HttpResponse unauthorized = Answers.message(401, "Unauthorized");
    unauthorized.headers().set("www-authenticate", challenge);
    return new Verdict.Refused(unauthorized, why);
  }
}
