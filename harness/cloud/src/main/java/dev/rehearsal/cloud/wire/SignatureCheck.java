package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.http.HttpRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Checks signatures of version 4 as AWS does. */
final class SignatureCheck {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AccessKeys keys;
  private final Clock stage;

  /**
   * Makes a check.
   *
   * @param stage the clock that sessions expire by; signatures are made in wall time
   */
  SignatureCheck(AccessKeys keys, Clock stage) {
    this.keys = keys;
    this.stage = stage;
  }

  /**
   * Checks a signature.
   *
   * @param bodyHash the hash of the body, for services that do not name it in a header
   * @return the key that signs the chunks of the body
   */
  byte[] check(
      Signature signature, HttpRequest request, Query query, Exchange exchange, String bodyHash) {
    boolean s3 = signature.service().equals("s3");
    if (signature.version() != 4) {
      throw AwsError.of(
          "InvalidRequest",
          400,
          "The authorization mechanism you have provided is not supported. Please use"
              + " AWS4-HMAC-SHA256.");
    }
    AccessKeys.Key key =
        keys.find(signature.key()).orElseThrow(() -> unknownKey(s3, exchange.protocol()));
    if (key.sessionToken() != null && !key.sessionToken().equals(signature.token())) {
      throw unknownKey(s3, exchange.protocol());
    }
    if (key.expires() != null && !stage.instant().isBefore(key.expires())) {
      throw expired(s3, exchange.protocol());
    }
    checkScope(signature, exchange);
    checkTime(signature, s3, exchange.protocol());
    if (s3) {
      checkHeaders(signature, request);
    }
    byte[] signingKey = Hashes.signingKey(key.secret(), signature);
    String canonical =
        canonical(signature, request, query, payload(s3, signature, request, bodyHash));
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + signature.time()
            + "\n"
            + signature.scope()
            + "\n"
            + Hashes.sha256(canonical);
    if (!Hashes.same(Hashes.hex(Hashes.hmac(signingKey, toSign)), signature.signature())) {
      throw mismatch(
          s3,
          exchange.protocol(),
          s3
              ? "The request signature we calculated does not match the signature you provided."
                  + " Check your key and signing method."
              : "The request signature we calculated does not match the signature you provided."
                  + " Check your AWS Secret Access Key and signing method. Consult the service"
                  + " documentation for details.");
    }
    return signingKey;
  }

  private static String payload(
      boolean s3, Signature signature, HttpRequest request, String bodyHash) {
    String named = request.header("x-amz-content-sha256").orElse(null);
    if (!s3) {
      return bodyHash;
    }
    if (named == null && !signature.presigned()) {
      throw AwsError.of(
          "InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256");
    }
    return named == null ? "UNSIGNED-PAYLOAD" : named;
  }

  /** A signature for one service is worth nothing at another one. */
  private static void checkScope(Signature signature, Exchange exchange) {
    if (exchange.service() == null) {
      return;
    }
    String right = exchange.service().service().signingName();
    boolean mail = right.equals("ses") && signature.service().equals("email");
    if (!right.equals(signature.service()) && !mail) {
      throw mismatch(
          right.equals("s3"),
          exchange.protocol(),
          "Credential should be scoped to correct service: '" + right + "'.");
    }
  }

  /** S3 obeys no header that whoever signed has not seen: others could add them to an address. */
  private static void checkHeaders(Signature signature, HttpRequest request) {
    for (String name : request.headers().names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-amz-")
          && !lower.equals("x-amz-content-sha256")
          && !signature.signedHeaders().contains(lower)) {
        throw AwsError.of(
            "AccessDenied", 403, "There were headers present in the request which were not signed");
      }
    }
  }

  private static void checkTime(Signature signature, boolean s3, Protocol protocol) {
    Instant signed;
    try {
      signed = TIME.parse(signature.time(), Instant::from);
    } catch (DateTimeException notOne) {
      throw mismatch(
          s3, protocol, "The request's date is missing or is not of the form 20261231T235959Z.");
    }
    if (!signature.time().startsWith(signature.date())) {
      throw mismatch(s3, protocol, "Date in Credential scope does not match the request's date.");
    }
    if (signature.presigned()) {
      return; // Presigned addresses expire in every mode: see Callers.
    }
    Duration most = Duration.ofMinutes(s3 ? 15 : 5);
    Duration off = Duration.between(signed, Instant.now()).abs();
    if (off.compareTo(most) > 0) {
      if (s3) {
        throw AwsError.of(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.");
      }
      throw mismatch(
          false,
          protocol,
          "Signature expired: "
              + signature.time()
              + " is more than 5 minutes away from "
              + TIME.format(Instant.now()));
    }
  }

  private static String canonical(
      Signature signature, HttpRequest request, Query query, String payload) {
    boolean s3 = signature.service().equals("s3");
    String path =
        s3
            ? Query.encode(Query.decode(request.path(), false), true)
            : Query.encode(request.path(), true);
    StringBuilder text = new StringBuilder(256);
    text.append(request.method()).append('\n').append(path).append('\n');
    List<String> parameters = new ArrayList<>();
    query
        .asMap()
        .forEach(
            (name, all) -> {
              if (!signature.presigned() || !name.equals("X-Amz-Signature")) {
                all.forEach(
                    value ->
                        parameters.add(
                            Query.encode(name, false) + "=" + Query.encode(value, false)));
              }
            });
    parameters.sort(null);
    text.append(String.join("&", parameters)).append('\n');
    for (String name : signature.signedHeaders()) {
      text.append(name).append(':');
      List<String> values = new ArrayList<>();
      for (String value : request.headers().all(name)) {
        values.add(value.strip().replaceAll(" +", " "));
      }
      text.append(String.join(",", values)).append('\n');
    }
    return text.append('\n')
        .append(String.join(";", signature.signedHeaders()))
        .append('\n')
        .append(payload)
        .toString();
  }

  private static AwsServiceException unknownKey(boolean s3, Protocol protocol) {
    if (s3) {
      return AwsError.of(
          "InvalidAccessKeyId",
          403,
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    String message = "The security token included in the request is invalid.";
    return switch (protocol) {
      case QUERY, REST_XML -> AwsError.of("InvalidClientTokenId", 403, message);
      case EC2 ->
          AwsError.of(
              "AuthFailure", 401, "AWS was not able to validate the provided access credentials");
      default -> AwsError.of("UnrecognizedClientException", 400, message);
    };
  }

  private static AwsServiceException expired(boolean s3, Protocol protocol) {
    if (s3) {
      return AwsError.of("ExpiredToken", 400, "The provided token has expired.");
    }
    String message = "The security token included in the request is expired";
    return switch (protocol) {
      case QUERY, REST_XML -> AwsError.of("ExpiredToken", 403, message);
      case EC2 -> AwsError.of("RequestExpired", 400, "Request has expired.");
      default -> AwsError.of("ExpiredTokenException", 400, message);
    };
  }

  private static AwsServiceException mismatch(
      boolean s3, @Nullable Protocol protocol, String message) {
    boolean xml = s3 || protocol == Protocol.QUERY || protocol == Protocol.REST_XML;
    if (protocol == Protocol.EC2) {
      return AwsError.of("SignatureDoesNotMatch", 403, message);
    }
    return xml
        ? AwsError.of("SignatureDoesNotMatch", 403, message)
        : AwsError.of("InvalidSignatureException", 403, message);
  }
}
