package dev.rehearsal.cloud.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** The digests that SQS answers, as "Calculating the MD5 message digest" describes them. */
final class Digests {

  private static final byte STRING = 1;
  private static final byte BINARY = 2;

  private Digests() {}

  static String md5(String text) {
    return hex(digest("MD5").digest(text.getBytes(UTF_8)));
  }

  /** The content-based deduplication id of a body. */
  static String sha256(String text) {
    return hex(digest("SHA-256").digest(text.getBytes(UTF_8)));
  }

  static String md5(Map<String, MessageAttributeValue> attributes) {
    MessageDigest md5 = digest("MD5");
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              add(md5, name.getBytes(UTF_8));
              add(md5, value.dataType().getBytes(UTF_8));
              if (value.binaryValue() != null) {
                md5.update(BINARY);
                add(md5, value.binaryValue().asByteArrayUnsafe());
              } else {
                md5.update(STRING);
                add(md5, value.stringValue().getBytes(UTF_8));
              }
            });
    return hex(md5.digest());
  }

  static String md5OfSystem(Map<String, MessageSystemAttributeValue> attributes) {
    MessageDigest md5 = digest("MD5");
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              add(md5, name.getBytes(UTF_8));
              add(md5, value.dataType().getBytes(UTF_8));
              md5.update(STRING);
              add(md5, value.stringValue().getBytes(UTF_8));
            });
    return hex(md5.digest());
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
