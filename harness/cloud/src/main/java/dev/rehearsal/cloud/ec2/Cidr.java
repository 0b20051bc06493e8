package dev.rehearsal.cloud.ec2;

/**
 * A block of IPv4 addresses.
 *
 * @param base its first address
 * @param bits how many leading bits are the block's
 */
record Cidr(int base, int bits) {

  /**
   * Reads {@code 10.0.0.0/16}.
   *
   * @throws IllegalArgumentException where the text is no block
   */
  static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(text);
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > 32) {
      throw new IllegalArgumentException(text);
    }
    return new Cidr(address(text.substring(0, slash)) & mask(bits), bits);
  }

  /** Whether an address such as {@code 10.0.0.7} lies in this block. */
  boolean contains(String address) {
    return (address(address) & mask(bits)) == base;
  }

  boolean contains(Cidr other) {
    return other.bits >= bits && (other.base & mask(bits)) == base;
  }

  boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /** How many addresses the block has. */
  long size() {
    return 1L << (32 - bits);
  }

  /** The block's address of this number, from 0. */
  String at(int number) {
    int address = base + number;
    return (address >>> 24)
        + "."
        + ((address >>> 16) & 255)
        + "."
        + ((address >>> 8) & 255)
        + "."
        + (address & 255);
  }

  @Override
  public String toString() {
    return at(0) + "/" + bits;
  }

  private static int mask(int bits) {
    return bits == 0 ? 0 : -1 << (32 - bits);
  }

  private static int address(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(text);
    }
    int address = 0;
    for (String part : parts) {
      int value = Integer.parseInt(part);
      if (value < 0 || value > 255) {
        throw new IllegalArgumentException(text);
      }
      address = (address << 8) | value;
    }
    return address;
  }
}
