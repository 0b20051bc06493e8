package dev.rehearsal.cloud.totp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 seconds. */
public final class Totp {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom SECURE = new SecureRandom();

  private Totp() {}

  /** A secret as apps take it: so many letters of Base32. */
  public static String secret(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(BASE32.charAt(SECURE.nextInt(BASE32.length())));
    }
    return text.toString();
  }

  /** The step of a moment. */
  public static long step(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), 30L);
  }

  /** The step that a code belongs to: this one, the one before or the next. */
  public static OptionalLong step(String secret, String code, Instant now) {
    return step(secret, code, step(now), 1);
  }

  /** The step that a code belongs to, at most {@code reach} away. */
  public static OptionalLong step(String secret, String code, long step, int reach) {
    for (long near = step - reach; near <= step + reach; near++) {
      if (code(secret, near).equals(code)) {
        return OptionalLong.of(near);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The code of a step.
   *
   * @throws IllegalArgumentException where the secret is no Base32
   */
  public static String code(String secret, long step) {
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
      int value = BASE32.indexOf(letter);
      if (value < 0) {
        throw new IllegalArgumentException("An authenticator's secret is Base32.");
      }
      buffer = (buffer << 5 | value) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[next++] = (byte) (buffer >> bits);
      }
    }
    return bytes;
  }
}
