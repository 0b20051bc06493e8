package dev.rehearsal.cloud.wafv2;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of IP addresses in CIDR notation. */
record AddressRange(byte[] network, int bits) {

  /**
   * @throws IllegalArgumentException where the text is no range that an IP set may hold
   */
  static AddressRange of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(0, slash).matches("[0-9a-fA-F.:]+")) {
      throw new IllegalArgumentException(text + " is not in CIDR notation");
    }
    byte[] network = bytes(text.substring(0, slash));
    int bits = Integer.parseInt(text.substring(slash + 1));
    if (bits < 1 || bits > network.length * 8) {
      throw new IllegalArgumentException(text + " has no valid prefix length");
    }
    return new AddressRange(network, bits);
  }

  boolean holds(String address) {
    byte[] other = bytes(address);
    if (other.length != network.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((network[i / 8] & mask) != (other[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Address literals only: nothing is looked up. */
  private static byte[] bytes(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException broken) {
      throw new IllegalArgumentException(literal + " is no IP address", broken);
    }
  }
}
