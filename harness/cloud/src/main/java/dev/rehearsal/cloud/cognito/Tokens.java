package dev.rehearsal.cloud.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rehearsal.cloud.Surroundings;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TimeUnitsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TokenValidityUnitsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;

/** Issues, refreshes, reads and revokes a pool's tokens. */
final class Tokens {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /**
   * A refresh token's meaning.
   *
   * @param username whose it is
   * @param clientId which client it was issued to
   * @param originJti the id that ties the tokens of one sign-in together
   * @param authTime when the user signed in
   * @param expires until when it counts
   */
  record Refresh(
      String username, String clientId, String originJti, Instant authTime, Instant expires) {}

  private final Surroundings aws;

  Tokens(Surroundings aws) {
    this.aws = aws;
  }

  /** Signs a user in. */
  AuthenticationResultType issue(Pool pool, UserPoolClientType client, User user) {
    Instant now = aws.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Refresh refresh =
        new Refresh(
            user.username,
            client.clientId(),
            aws.ids().uuid(),
            now,
            now.plus(refreshValidity(client)));
    String token = "eyJ" + Passwords.secret(LETTERS, 300);
    synchronized (pool) {
      pool.refreshTokens.values().removeIf(old -> !old.expires().isAfter(now));
      pool.refreshTokens.put(token, refresh);
    }
    return tokens(pool, client, user, refresh, now).toBuilder().refreshToken(token).build();
  }

  /** New id and access tokens for a refresh token. */
  AuthenticationResultType refresh(Pool pool, UserPoolClientType client, @Nullable String token) {
    Instant now = aws.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Refresh refresh;
    synchronized (pool) {
      refresh = token == null ? null : pool.refreshTokens.get(token);
    }
    if (refresh == null || !refresh.clientId().equals(client.clientId())) {
      throw CognitoErrors.notAuthorized("Invalid Refresh Token");
    }
    User user = pool.user(refresh.username());
    synchronized (pool) {
      if (user.revoked.contains(refresh.originJti())) {
        throw CognitoErrors.notAuthorized("Refresh Token has been revoked");
      }
      if (!user.enabled) {
        throw CognitoErrors.notAuthorized("User is disabled.");
      }
    }
    if (!refresh.expires().isAfter(now)) {
      throw CognitoErrors.notAuthorized("Refresh Token has expired");
    }
    return tokens(pool, client, user, refresh, now);
  }

  /** Revokes a refresh token and the access tokens of its sign-in. */
  void revoke(Pool pool, @Nullable String token) {
    synchronized (pool) {
      Refresh refresh = token == null ? null : pool.refreshTokens.get(token);
      if (refresh != null) {
        pool.find(refresh.username()).ifPresent(user -> user.revoked.add(refresh.originJti()));
      }
    }
  }

  /** Revokes every token of a user. */
  void revokeAll(Pool pool, User user) {
    synchronized (pool) {
      for (Refresh refresh : pool.refreshTokens.values()) {
        if (refresh.username().equals(user.username)) {
          user.revoked.add(refresh.originJti());
        }
      }
    }
  }

  /** The user that an access token stands for. */
  User read(Pool pool, SignedJWT token) {
    try {
      if (!token.verify(new RSASSAVerifier(pool.key.pair()))) {
        throw CognitoErrors.notAuthorized("Invalid Access Token");
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      if (!"access".equals(claims.getStringClaim("token_use"))) {
        throw CognitoErrors.notAuthorized("Invalid Access Token");
      }
      if (!claims.getExpirationTime().toInstant().isAfter(aws.clock().instant())) {
        throw CognitoErrors.notAuthorized("Access Token has expired");
      }
      User user =
          pool.find(claims.getStringClaim("username")).orElseThrow(CognitoErrors::userNotFound);
      synchronized (pool) {
        if (user.revoked.contains(claims.getStringClaim("origin_jti"))) {
          throw CognitoErrors.notAuthorized("Access Token has been revoked");
        }
        if (!user.enabled) {
          throw CognitoErrors.notAuthorized("User is disabled.");
        }
      }
      return user;
    } catch (ParseException | JOSEException malformed) {
      throw CognitoErrors.notAuthorized("Invalid Access Token");
    }
  }

  /** The issuer that a pool's tokens name. */
  static String issuer(String region, String poolId) {
    return "https://cognito-idp." + region + ".amazonaws.com/" + poolId;
  }

  private AuthenticationResultType tokens(
      Pool pool, UserPoolClientType client, User user, Refresh refresh, Instant now) {
    TokenValidityUnitsType units = client.tokenValidityUnits();
    Duration accessFor =
        validity(
            client.accessTokenValidity(),
            units == null ? null : units.accessToken(),
            TimeUnitsType.HOURS,
            Duration.ofHours(1));
    Duration idFor =
        validity(
            client.idTokenValidity(),
            units == null ? null : units.idToken(),
            TimeUnitsType.HOURS,
            Duration.ofHours(1));
    String event = aws.ids().uuid();
    JWTClaimsSet.Builder access = common(pool, user, refresh, now, accessFor, event);
    access
        .claim("client_id", client.clientId())
        .claim("token_use", "access")
        .claim("scope", "aws.cognito.signin.user.admin")
        .claim("username", user.username);
    JWTClaimsSet.Builder id = common(pool, user, refresh, now, idFor, event);
    id.audience(client.clientId())
        .claim("token_use", "id")
        .claim("cognito:username", user.username);
    synchronized (pool) {
      user.attributes.forEach(
          (name, value) -> {
            if (name.endsWith("_verified")) {
              id.claim(name, Boolean.valueOf(value));
            } else if (!name.equals("sub")) {
              id.claim(name, value);
            }
          });
    }
    return AuthenticationResultType.builder()
        .accessToken(sign(pool, access.build()))
        .idToken(sign(pool, id.build()))
        .expiresIn((int) accessFor.toSeconds())
        .tokenType("Bearer")
        .build();
  }

  private JWTClaimsSet.Builder common(
      Pool pool, User user, Refresh refresh, Instant now, Duration validFor, String event) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .subject(user.sub)
            .issuer(issuer(aws.region(), pool.id()))
            .claim("origin_jti", refresh.originJti())
            .claim("event_id", event)
            .claim("auth_time", refresh.authTime().getEpochSecond())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(validFor)))
            .jwtID(aws.ids().uuid());
    synchronized (pool) {
      if (!user.groups.isEmpty()) {
        claims.claim("cognito:groups", List.copyOf(user.groups));
      }
    }
    return claims;
  }

  private static String sign(Pool pool, JWTClaimsSet claims) {
    RSAKey key = pool.key.pair();
    try {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException("A token could not be signed.", impossible);
    }
  }

  private static Duration refreshValidity(UserPoolClientType client) {
    TokenValidityUnitsType units = client.tokenValidityUnits();
    return validity(
        client.refreshTokenValidity(),
        units == null ? null : units.refreshToken(),
        TimeUnitsType.DAYS,
        Duration.ofDays(30));
  }

  private static Duration validity(
      @Nullable Integer amount,
      @Nullable TimeUnitsType unit,
      TimeUnitsType usual,
      Duration fallback) {
    if (amount == null || amount == 0) {
      return fallback;
    }
    return switch (unit == null ? usual : unit) {
      case SECONDS -> Duration.ofSeconds(amount);
      case MINUTES -> Duration.ofMinutes(amount);
      case HOURS -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
