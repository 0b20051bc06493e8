package dev.rehearsal.cloud.wire;

import java.util.zip.Checksum;

/** CRC-64/NVME, which the JDK lacks. */
final class Crc64Nvme implements Checksum {

  private static final long[] TABLE = table();

  private long crc = ~0L;

  @Override
  public void update(int b) {
    crc = TABLE[(int) (crc ^ b) & 0xff] ^ (crc >>> 8);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long c = crc;
    for (int i = offset; i < offset + length; i++) {
      c = TABLE[(int) (c ^ bytes[i]) & 0xff] ^ (c >>> 8);
    }
    crc = c;
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = ~0L;
  }

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < 256; i++) {
      long c = i;
      for (int bit = 0; bit < 8; bit++) {
        c = (c & 1) == 1 ? (c >>> 1) ^ 0x9A6C9329AC4BC9B5L : c >>> 1;
      }
      table[i] = c;
    }
    return table;
  }
}
