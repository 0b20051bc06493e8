package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who signed it.
 *
 * @param key the access key id
 * @param date the credential scope's day, as {@code yyyyMMdd}
 * @param region the credential scope's region
 * @param service the credential scope's service
 * @param signedHeaders the names of the signed headers
 * @param signature the signature, in hexadecimal
 * @param time when it was signed, as {@code yyyyMMdd'T'HHmmss'Z'}
 * @param token the session token, or null
 * @param expires for presigned addresses, for how many seconds they hold; -1 for headers
 * @param version 4, or 2 for S3's older presigned addresses
 */
record Signature(
    String key,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature,
    String time,
    @Nullable String token,
    long expires,
    int version) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  boolean presigned() {
    return expires >= 0;
  }

  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }

  /**
   * Reads a request's signature, from its header or its query.
   *
   * @return null where it has none
   * @throws Malformed where it has one that cannot be read
   */
  static @Nullable Signature read(HttpRequest request, Query query) {
    String header = request.header("authorization").orElse(null);
    String token = request.header("x-amz-security-token").orElse(null);
    if (header != null && header.startsWith(ALGORITHM)) {
      Map<String, String> fields = fields(header.substring(ALGORITHM.length()));
      String time = request.header("x-amz-date").or(() -> request.header("date")).orElse("");
      return of(
          fields.get("Credential"),
          fields.get("SignedHeaders"),
          fields.get("Signature"),
          time,
          token,
          -1);
    }
    if (header != null && header.startsWith("AWS ")) {
      int colon = header.indexOf(':');
      return old(colon < 0 ? header.substring(4) : header.substring(4, colon), token, -1);
    }
    if (ALGORITHM.equals(query.first("X-Amz-Algorithm"))) {
      return of(
          query.first("X-Amz-Credential"),
          query.first("X-Amz-SignedHeaders"),
          query.first("X-Amz-Signature"),
          orEmpty(query.first("X-Amz-Date")),
          query.first("X-Amz-Security-Token"),
          number(query.first("X-Amz-Expires")));
    }
    String oldKey = query.first("AWSAccessKeyId");
    if (oldKey != null && query.has("Signature")) {
      return old(oldKey, query.first("x-amz-security-token"), number(query.first("Expires")));
    }
    return null;
  }

  private static Signature of(
      @Nullable String credential,
      @Nullable String signedHeaders,
      @Nullable String signature,
      String time,
      @Nullable String token,
      long expires) {
    String[] scope = credential == null ? new String[0] : credential.split("/", -1);
    if (scope.length < 5 || signedHeaders == null || signature == null) {
      throw new Malformed(
          "The authorization needs Credential (key/date/region/service/aws4_request), SignedHeaders"
              + " and Signature.");
    }
    int end = scope.length;
    String key = String.join("/", List.of(scope).subList(0, end - 4));
    return new Signature(
        key,
        scope[end - 4],
        scope[end - 3],
        scope[end - 2],
        List.of(signedHeaders.split(";", -1)),
        signature,
        time,
        token,
        expires,
        4);
  }

  private static Signature old(String key, @Nullable String token, long expires) {
    return new Signature(key, "", "", "s3", List.of(), "", "", token, expires, 2);
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        fields.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return fields;
  }

  private static long number(@Nullable String text) {
    try {
      long number = Long.parseLong(orEmpty(text));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      throw new Malformed("The expiry of the address is not a number.", notOne);
    }
    throw new Malformed("The expiry of the address must not be negative.");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
