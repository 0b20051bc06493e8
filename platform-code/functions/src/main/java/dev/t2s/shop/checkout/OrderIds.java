package dev.t2s.shop.checkout;

import java.util.UUID;

/** Makes order ids: {@code ord_} and 26 characters that can be read out over the telephone. */
final class OrderIds {

  private static final char[] CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  private OrderIds() {}

  static String next() {
    UUID random = UUID.randomUUID();
    StringBuilder id = new StringBuilder("ord_");
    long high = random.getMostSignificantBits();
    long low = random.getLeastSignificantBits();
    for (int i = 0; i < 13; i++) {
      id.append(CROCKFORD[(int) (high >>> (5 * i)) & 31]);
      id.append(CROCKFORD[(int) (low >>> (5 * i)) & 31]);
    }
    return id.toString();
  }
}
