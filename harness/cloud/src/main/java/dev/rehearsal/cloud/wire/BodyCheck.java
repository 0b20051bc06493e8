package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.http.Headers;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/** Compares a body with what its sender says of it: MD5, SHA-256 and S3's checksums. */
final class BodyCheck {

  private static final List<String> ALGORITHMS =
      List.of("crc32", "crc32c", "crc64nvme", "sha1", "sha256");

  private final String name;
  private final String expected;
  private final @Nullable MessageDigest digest;
  private final @Nullable Checksum checksum;

  private BodyCheck(String name, String expected) {
    this.name = name;
    this.expected = expected;
    this.checksum =
        switch (name) {
          case "x-amz-checksum-crc32" -> new CRC32();
          case "x-amz-checksum-crc32c" -> new CRC32C();
          case "x-amz-checksum-crc64nvme" -> new Crc64Nvme();
          default -> null;
        };
    this.digest =
        switch (name) {
          case "x-amz-checksum-sha1" -> Hashes.digest("SHA-1");
          case "content-md5" -> Hashes.digest("MD5");
          default -> Hashes.digest("SHA-256");
        };
  }

  /** The checks that a request's headers ask for; in a trailer, the value comes at the end. */
  static List<BodyCheck> of(Headers headers) {
    List<BodyCheck> checks = new ArrayList<>();
    headers
        .first("content-md5")
        .ifPresent(value -> checks.add(new BodyCheck("content-md5", value)));
    headers
        .first("x-amz-content-sha256")
        .filter(value -> value.length() == 64)
        .ifPresent(value -> checks.add(new BodyCheck("x-amz-content-sha256", value)));
    for (String algorithm : ALGORITHMS) {
      String header = "x-amz-checksum-" + algorithm;
      headers.first(header).ifPresent(value -> checks.add(new BodyCheck(header, value)));
    }
    headers
        .first("x-amz-trailer")
        .map(value -> value.toLowerCase(Locale.ROOT).strip())
        .filter(value -> value.startsWith("x-amz-checksum-"))
        .filter(value -> ALGORITHMS.contains(value.substring("x-amz-checksum-".length())))
        .ifPresent(value -> checks.add(new BodyCheck(value, "")));
    return checks;
  }

  /** Whether the sender's value is one of S3's checksums. */
  Optional<String> algorithm() {
    return name.startsWith("x-amz-checksum-")
        ? Optional.of(name.substring("x-amz-checksum-".length()).toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  void update(byte[] bytes, int offset, int length) {
    if (checksum != null) {
      checksum.update(bytes, offset, length);
    } else if (digest != null) {
      digest.update(bytes, offset, length);
    }
  }

  /**
   * Compares, at the end of the body.
   *
   * @param trailer finds a trailing header
   */
  void finish(Function<String, @Nullable String> trailer) {
    String found = expected.isEmpty() ? trailer.apply(name) : expected;
    if (found == null) {
      throw AwsError.of(
          "MalformedTrailerError", 400, "The trailing header " + name + " is missing.");
    }
    if (!value().equals(found)) {
      throw mismatch(found);
    }
  }

  private RuntimeException mismatch(String found) {
    if (name.equals("content-md5")) {
      return base64Length(found) == 16
          ? AwsError.of(
              "BadDigest", 400, "The Content-MD5 you specified did not match what we received.")
          : AwsError.of("InvalidDigest", 400, "The Content-MD5 you specified is not valid.");
    }
    if (name.equals("x-amz-content-sha256")) {
      return AwsError.of(
          "XAmzContentSHA256Mismatch",
          400,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return AwsError.of(
        "BadDigest",
        400,
        "The "
            + algorithm().orElse(name)
            + " you specified did not match the calculated checksum.");
  }

  private static int base64Length(String text) {
    try {
      return Base64.getDecoder().decode(text).length;
    } catch (IllegalArgumentException notOne) {
      return -1;
    }
  }

  private String value() {
    if (checksum != null) {
      long value = checksum.getValue();
      byte[] bytes =
          checksum instanceof Crc64Nvme
              ? ByteBuffer.allocate(8).putLong(value).array()
              : ByteBuffer.allocate(4).putInt((int) value).array();
      return Base64.getEncoder().encodeToString(bytes);
    }
    byte[] bytes = digest == null ? new byte[0] : digest.digest();
    return name.equals("x-amz-content-sha256")
        ? Hashes.hex(bytes)
        : Base64.getEncoder().encodeToString(bytes);
  }
}
