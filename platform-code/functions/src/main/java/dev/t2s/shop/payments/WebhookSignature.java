package dev.t2s.shop.payments;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code Payment-Signature: t=<epoch seconds>,v1=<hex HMAC-SHA256 of "t.body">}. */
final class WebhookSignature {

  private static final long TOLERANCE_SECONDS = 300;

  private WebhookSignature() {}

  /** Whether the provider signed the body with the key, at most five minutes from now. */
  static boolean isValid(String header, String body, String key, Instant now) {
    String time = "";
    String given = "";
    for (String part : header.split(",", -1)) {
      String field = part.strip();
      if (field.startsWith("t=")) {
        time = field.substring(2);
      } else if (field.startsWith("v1=")) {
        given = field.substring(3);
      }
    }
    if (!time.matches("[0-9]{1,12}")
        || Math.abs(now.getEpochSecond() - Long.parseLong(time)) > TOLERANCE_SECONDS) {
      return false;
    }
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        sign(time + "." + body, key).getBytes(StandardCharsets.UTF_8));
  }

  static String sign(String text, String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JVM has HmacSHA256.", impossible);
    }
  }
}
