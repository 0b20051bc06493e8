package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells who a signature belongs to. */
final class Callers {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Services that some may call without a signature. */
  private static final Set<String> OPEN = Set.of("s3", "cognito-idp", "sqs", "sns", "sts");

  private final AccessKeys keys;
  private final String account;

  Callers(AccessKeys keys, String account) {
    this.keys = keys;
    this.account = account;
  }

  /**
   * The caller, before the signature is checked.
   *
   * <p>The account is a known key's owner's, else the key itself where it has twelve digits, else
   * the settings'.
   */
  Caller of(@Nullable Signature signature, Exchange exchange) {
    if (signature == null) {
      String service = exchange.service() == null ? "s3" : exchange.service().service().id();
      if (!OPEN.contains(service)) {
        boolean json = exchange.protocol() == Protocol.AWS_JSON;
        throw AwsError.of(
            json ? "MissingAuthenticationTokenException" : "MissingAuthenticationToken",
            json ? 400 : 403,
            "Request is missing Authentication Token");
      }
      return new Caller.Anonymous(account);
    }
    if (signature.presigned()) {
      checkExpiry(signature);
    }
    return keys.find(signature.key())
        .map(AccessKeys.Key::owner)
        .orElseGet(() -> new Caller.Root(accountOf(signature.key()), signature.key()));
  }

  private String accountOf(String key) {
    boolean twelveDigits = key.length() == 12 && key.chars().allMatch(Character::isDigit);
    return twelveDigits ? key : account;
  }

  private static void checkExpiry(Signature signature) {
    Instant ends;
    try {
      ends =
          signature.version() == 2
              ? Instant.ofEpochSecond(signature.expires())
              : TIME.parse(signature.time(), Instant::from).plusSeconds(signature.expires());
    } catch (DateTimeException | ArithmeticException notOne) {
      throw AwsError.of(
          "AuthorizationQueryParametersError",
          400,
          "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }
    if (signature.version() == 4 && signature.expires() > 604_800) {
      throw AwsError.of(
          "AuthorizationQueryParametersError",
          400,
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
              + " must be less than 604800 seconds");
    }
    if (Instant.now().isAfter(ends)) {
      throw AwsError.of("AccessDenied", 403, "Request has expired");
    }
  }
}
