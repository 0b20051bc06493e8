package dev.rehearsal.cloud.cognito;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds. */
final class Totp {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** A secret as apps take it. */
  static String secret() {
    return Passwords.secret(BASE32, 32);
  }

  /** The step that a code belongs to: this one, the one before or the next. */
  static OptionalLong step(String secret, String code, Instant now) {
    long step = now.getEpochSecond() / 30;
    for (long near = step - 1; near <= step + 1; near++) {
      if (code(secret, near).equals(code)) {
        return OptionalLong.of(near);
      }
    }
    return OptionalLong.empty();
  }

  static String code(String secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(String secret) {
    byte[] bytes = new byte[secret.length() * 5 / 8];
    int buffer = 0;
    int bits = 0;
    int next = 0;
    for (char letter : secret.toCharArray()) {
      buffer = (buffer << 5 | BASE32.indexOf(letter)) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[next++] = (byte) (buffer >> bits);
      }
    }
    return bytes;
  }
}
