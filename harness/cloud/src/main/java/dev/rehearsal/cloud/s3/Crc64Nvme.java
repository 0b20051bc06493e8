package dev.rehearsal.cloud.s3;

import java.util.zip.Checksum;

/** CRC-64/NVME, the checksum that S3 gives objects whose writer chose none. */
final class Crc64Nvme implements Checksum {

  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[][] TABLE = table();

  private long crc = -1;

  private static long[][] table() {
    long[][] table = new long[8][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
      }
      table[0][i] = value;
    }
    for (int slice = 1; slice < 8; slice++) {
      for (int i = 0; i < 256; i++) {
        long before = table[slice - 1][i];
        table[slice][i] = (before >>> 8) ^ table[0][(int) (before & 0xff)];
      }
    }
    return table;
  }

  @Override
  public void update(int b) {
    crc = (crc >>> 8) ^ TABLE[0][(int) ((crc ^ b) & 0xff)];
  }

  @Override
  public void update(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    long c = crc;
    while (end - at >= 8) {
      for (int i = 0; i < 8; i++) {
        c ^= (bytes[at + i] & 0xffL) << (8 * i);
      }
      c =
          TABLE[7][(int) (c & 0xff)]
              ^ TABLE[6][(int) ((c >>> 8) & 0xff)]
              ^ TABLE[5][(int) ((c >>> 16) & 0xff)]
              ^ TABLE[4][(int) ((c >>> 24) & 0xff)]
              ^ TABLE[3][(int) ((c >>> 32) & 0xff)]
              ^ TABLE[2][(int) ((c >>> 40) & 0xff)]
              ^ TABLE[1][(int) ((c >>> 48) & 0xff)]
              ^ TABLE[0][(int) ((c >>> 56) & 0xff)];
      at += 8;
    }
    crc = c;
    while (at < end) {
      update(bytes[at++]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = -1;
  }
}
