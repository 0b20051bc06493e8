package dev.rehearsal.cloud.s3;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload under way.
 *
 * @param members what CreateMultipartUpload said of the object
 * @param algorithm the checksum of the whole and of each part
 * @param composite whether the whole's checksum is made of its parts' checksums
 * @param encryption how the object will be encrypted
 */
record Upload(
    String id,
    String key,
    Instant initiated,
    Map<String, Object> members,
    Map<String, String> tags,
    String algorithm,
    boolean composite,
    boolean algorithmAsked,
    Encryption.Chosen encryption,
    NavigableMap<Integer, Part> parts) {

  Upload(
      String id,
      String key,
      Instant initiated,
      Map<String, Object> members,
      Map<String, String> tags,
      String algorithm,
      boolean composite,
      boolean algorithmAsked,
      Encryption.Chosen encryption) {
    this(
        id,
        key,
        initiated,
        members,
        tags,
        algorithm,
        composite,
        algorithmAsked,
        encryption,
        new ConcurrentSkipListMap<>());
  }

  /**
   * One part.
   *
   * @param checksum its checksum in base64 by the upload's algorithm
   */
  record Part(
      int number, Content content, byte[] md5, @Nullable String checksum, Instant modified) {
    String etag() {
      return HexFormat.of().formatHex(md5);
    }
  }

  void discard() {
    parts.values().forEach(part -> ContentStore.discard(part.content()));
  }
}
