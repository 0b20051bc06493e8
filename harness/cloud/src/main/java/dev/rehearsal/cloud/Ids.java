package dev.rehearsal.cloud;

import java.util.Random;
import java.util.UUID;

/** Mints ids from one seeded source, so that the same run twice gives the same ids. Thread-safe. */
public final class Ids {

  private static final String HEX = "0123456789abcdef";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final Random random;

  public Ids(long seed) {
    this.random = new Random(seed);
  }

  /** A version-4 UUID. */
  public String uuid() {
    byte[] bytes = bytes(16);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = (high << 8) | (bytes[i] & 0xff);
      low = (low << 8) | (bytes[i + 8] & 0xff);
    }
    return new UUID(high, low).toString();
  }

  /** Lower-case hexadecimal digits. */
  public String hex(int length) {
    return from(HEX, length);
  }

  /** Upper-case letters and digits as in access keys and distribution ids. */
  public String upper(int length) {
    return from(UPPER, length);
  }

  /** Lower-case letters and digits as in API ids. */
  public String lower(int length) {
    return from(LOWER, length);
  }

  /** Random bytes. Not for keys that protect anything: those come from a secure source. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  private String from(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    synchronized (random) {
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
    }
    return text.toString();
  }
}
