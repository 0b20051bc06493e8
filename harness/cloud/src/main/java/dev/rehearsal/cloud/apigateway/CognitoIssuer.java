package dev.rehearsal.cloud.apigateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Cognito user pool as the issuer of tokens. */
record CognitoIssuer(String region, String poolId) {

  private static final Pattern ISSUER =
      Pattern.compile("https://cognito-idp\\.([a-z0-9-]+)\\.amazonaws\\.com/([\\w-]+)/?");

  static Optional<CognitoIssuer> parse(@Nullable String issuer) {
    if (issuer == null) {
      return Optional.empty();
    }
    Matcher matcher = ISSUER.matcher(issuer);
    return matcher.matches()
        ? Optional.of(new CognitoIssuer(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
