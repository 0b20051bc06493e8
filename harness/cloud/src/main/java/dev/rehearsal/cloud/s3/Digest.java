package dev.rehearsal.cloud.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import software.amazon.awssdk.core.SdkPojo;

/** One of S3's checksums while it is computed. */
sealed interface Digest {

  void update(byte[] bytes, int from, int length);

  byte[] value();

  default String base64() {
    return Base64.getEncoder().encodeToString(value());
  }

  /** Begins a checksum by AWS's name of the algorithm. */
  static Digest of(String algorithm) {
    return switch (algorithm) {
      case "CRC32" -> new Sum(new CRC32(), 4);
      case "CRC32C" -> new Sum(new CRC32C(), 4);
      case "CRC64NVME" -> new Sum(new Crc64Nvme(), 8);
      case "SHA1" -> Hash.named("SHA-1");
      case "SHA256" -> Hash.named("SHA-256");
      case "MD5" -> Hash.named("MD5");
      default ->
          throw S3Errors.of(
              "InvalidRequest",
              400,
              "Checksum algorithm provided is unsupported. Please try again with any of the valid"
                  + " types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    };
  }

  /** The algorithms, strongest wish first, and the member that carries each one's value. */
  Map<String, String> MEMBERS =
      Map.of(
          "CRC32", "ChecksumCRC32",
          "CRC32C", "ChecksumCRC32C",
          "CRC64NVME", "ChecksumCRC64NVME",
          "SHA1", "ChecksumSHA1",
          "SHA256", "ChecksumSHA256");

  /** The values that a request states, by algorithm. */
  static Map<String, String> stated(SdkPojo request) {
    Map<String, Object> members = Members.read(request, Set.copyOf(MEMBERS.values()));
    return MEMBERS.entrySet().stream()
        .filter(member -> members.containsKey(member.getValue()))
        .collect(
            Collectors.toMap(Map.Entry::getKey, member -> (String) members.get(member.getValue())));
  }

  /** A cyclic redundancy check. */
  record Sum(Checksum checksum, int length) implements Digest {
    @Override
    public void update(byte[] bytes, int from, int count) {
      checksum.update(bytes, from, count);
    }

    @Override
    public byte[] value() {
      byte[] all = ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
      return Arrays.copyOfRange(all, 8 - length, 8);
    }
  }

  /** A cryptographic digest. */
  record Hash(MessageDigest digest) implements Digest {
    static Hash named(String algorithm) {
      try {
        return new Hash(MessageDigest.getInstance(algorithm));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public void update(byte[] bytes, int from, int count) {
      digest.update(bytes, from, count);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }
}
