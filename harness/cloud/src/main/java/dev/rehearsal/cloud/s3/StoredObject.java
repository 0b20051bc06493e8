package dev.rehearsal.cloud.s3;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, or a delete marker.
 *
 * @param versionId {@code null} as text where the bucket was not versioned when it was written
 * @param content its bytes; null for a delete marker
 * @param etag its entity tag, without quotes
 * @param members what requests said of it, by AWS's names of the members
 * @param tags its tags
 * @param partLengths the lengths of its parts; empty unless it was uploaded in parts
 * @param keyBlob the encrypted data key; null unless KMS encrypts it
 */
record StoredObject(
    String key,
    String versionId,
    @Nullable Content content,
    String etag,
    Instant modified,
    Map<String, Object> members,
    Map<String, String> tags,
    List<Long> partLengths,
    byte @Nullable [] keyBlob) {

  boolean isDeleteMarker() {
    return content == null;
  }

  long length() {
    return content == null ? 0 : content.length();
  }

  String quotedEtag() {
    return "\"" + etag + "\"";
  }

  String storageClass() {
    return (String) members.getOrDefault("StorageClass", "STANDARD");
  }

  StoredObject withTags(Map<String, String> other) {
    return new StoredObject(
        key, versionId, content, etag, modified, members, other, partLengths, keyBlob);
  }

  StoredObject withMember(String name, @Nullable Object value) {
    Map<String, Object> changed = new HashMap<>(members);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new StoredObject(
        key, versionId, content, etag, modified, changed, tags, partLengths, keyBlob);
  }
}
