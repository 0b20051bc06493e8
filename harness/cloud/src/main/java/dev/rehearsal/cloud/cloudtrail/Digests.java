package dev.rehearsal.cloud.cloudtrail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The chain of digests by which a trail's log files can be proved unchanged: each names the hashes
 * of the files since the last and the signature of the digest before.
 */
final class Digests {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HexFormat HEX = HexFormat.of();

  /**
   * A log file that a digest vouches for.
   *
   * @param content the document, not yet compressed
   */
  record LogFile(String key, byte[] content, Instant oldest, Instant newest) {}

  /**
   * A digest.
   *
   * @param content the document, not yet compressed
   * @param signature in hexadecimal digits
   */
  record Digest(String key, byte[] content, String signature) {}

  private final Instant since;
  private @Nullable KeyPair keys;
  private @Nullable Digest last;

  Digests(Instant since) {
    this.since = since;
  }

  /** The key pair; the first caller makes it: most trails are gone before their first digest. */
  private synchronized KeyPair keys() {
    KeyPair known = keys;
    if (known == null) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        known = generator.generateKeyPair();
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
      keys = known;
    }
    return known;
  }

  /** The public key that the digests can be checked with, as ListPublicKeys answers it. */
  byte[] publicKey() {
    return keys().getPublic().getEncoded();
  }

  String fingerprint() {
    return HEX.formatHex(hash("MD5", publicKey()));
  }

  Instant since() {
    return since;
  }

  /** Makes the next digest of the chain. */
  synchronized Digest next(
      String account, String bucket, String key, Instant from, Instant to, LogFile file) {
    ObjectNode digest = JSON.createObjectNode();
    digest.put("awsAccountId", account);
    digest.put("digestStartTime", from.toString());
    digest.put("digestEndTime", to.toString());
    digest.put("digestS3Bucket", bucket);
    digest.put("digestS3Object", key);
    digest.put("digestPublicKeyFingerprint", fingerprint());
    digest.put("digestSignatureAlgorithm", "SHA256withRSA");
    digest.put("newestEventTime", file.newest().toString());
    digest.put("oldestEventTime", file.oldest().toString());
    Digest before = last;
    digest.put("previousDigestS3Bucket", before == null ? null : bucket);
    digest.put("previousDigestS3Object", before == null ? null : before.key());
    digest.put("previousDigestHashValue", before == null ? null : sha256(before.content()));
    digest.put("previousDigestHashAlgorithm", before == null ? null : "SHA-256");
    digest.put("previousDigestSignature", before == null ? null : before.signature());
    ArrayNode files = digest.putArray("logFiles");
    ObjectNode entry = files.addObject();
    entry.put("s3Bucket", bucket);
    entry.put("s3Object", file.key());
    entry.put("hashValue", sha256(file.content()));
    entry.put("hashAlgorithm", "SHA-256");
    entry.put("newestEventTime", file.newest().toString());
    entry.put("oldestEventTime", file.oldest().toString());
    byte[] content = bytes(digest);
    String signed =
        to
            + "\n"
            + bucket
            + "/"
            + key
            + "\n"
            + sha256(content)
            + "\n"
            + (before == null ? "null" : before.signature());
    Digest made = new Digest(key, content, sign(signed));
    last = made;
    return made;
  }

  private String sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys().getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return HEX.formatHex(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static String sha256(byte[] bytes) {
    return HEX.formatHex(hash("SHA-256", bytes));
  }

  private static byte[] hash(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
