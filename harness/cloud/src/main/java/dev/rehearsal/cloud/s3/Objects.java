package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.call.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.VersioningConfiguration;

/** What the operations on objects share: finding, versioning, locking. */
final class Objects {

  /** What a request says of an object that later answers say again. */
  static final Set<String> HEADERS =
      Set.of(
          "CacheControl",
          "ContentDisposition",
          "ContentEncoding",
          "ContentLanguage",
          "ContentType",
          "Expires",
          "Metadata",
          "WebsiteRedirectLocation",
          "StorageClass",
          "ObjectLockMode",
          "ObjectLockRetainUntilDate",
          "ObjectLockLegalHoldStatus");

  private static final int LONGEST_KEY = 1024;
  private static final int MOST_METADATA = 2048;

  private Objects() {}

  static void checkKey(String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw S3Errors.of("KeyTooLongError", 400, "Your key is too long");
    }
  }

  /** The version asked for, or the newest. */
  static StoredObject find(Bucket bucket, String key, @Nullable String versionId) {
    if (versionId == null) {
      StoredObject newest = bucket.newest(key).orElseThrow(S3Errors::noSuchKey);
      if (newest.isDeleteMarker()) {
        throw S3Errors.noSuchKey();
      }
      return newest;
    }
    StoredObject version = bucket.version(key, versionId).orElseThrow(S3Errors::noSuchVersion);
    if (version.isDeleteMarker()) {
      throw S3Errors.of(
          "MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
    }
    return version;
  }

  /** As {@link #find}, with the bodiless errors of HEAD. */
  static StoredObject head(Bucket bucket, String key, @Nullable String versionId) {
    Optional<StoredObject> found =
        versionId == null ? bucket.newest(key) : bucket.version(key, versionId);
    if (found.isEmpty() || (versionId == null && found.get().isDeleteMarker())) {
      throw AwsError.of(NoSuchKeyException.builder(), "NotFound", 404, "Not Found");
    }
    return find(bucket, key, versionId);
  }

  /** What a request says of the object it writes. */
  static Map<String, Object> describe(SdkPojo request, Bucket bucket, Instant now) {
    Map<String, Object> members = Members.read(request, HEADERS);
    if (members.get("ContentEncoding") instanceof String encoding) {
      String kept = encoding.replaceAll("(?i)aws-chunked,?\\s*", "").replaceAll(",\\s*$", "");
      if (kept.isEmpty()) {
        members.remove("ContentEncoding");
      } else {
        members.put("ContentEncoding", kept);
      }
    }
    members.putIfAbsent("ContentType", "binary/octet-stream");
    if (members.get("Metadata") instanceof Map<?, ?> metadata) {
      int size =
          metadata.entrySet().stream()
              .mapToInt(entry -> (entry.getKey() + "" + entry.getValue()).length())
              .sum();
      if (size > MOST_METADATA) {
        throw S3Errors.of(
            "MetadataTooLarge",
            400,
            "Your metadata headers exceed the maximum allowed metadata size");
      }
    }
    lock(members, bucket, now);
    return members;
  }

  private static void lock(Map<String, Object> members, Bucket bucket, Instant now) {
    boolean asked =
        members.containsKey("ObjectLockMode") || members.containsKey("ObjectLockLegalHoldStatus");
    if (asked && !bucket.lockEnabled) {
      throw S3Errors.of("InvalidRequest", 400, "Bucket is missing Object Lock Configuration");
    }
    if (!members.containsKey("ObjectLockMode")
        && bucket.configurations.get(Configuration.OBJECT_LOCK)
            instanceof ObjectLockConfiguration lock
        && lock.rule() != null
        && lock.rule().defaultRetention() != null) {
      DefaultRetention retention = lock.rule().defaultRetention();
      int days =
          retention.days() != null
              ? retention.days()
              : retention.years() == null ? 0 : 365 * retention.years();
      members.put("ObjectLockMode", retention.modeAsString());
      members.put("ObjectLockRetainUntilDate", now.plus(Duration.ofDays(days)));
    }
  }

  /** Refuses to delete a version that is locked. */
  static void checkUnlocked(StoredObject object, Instant now, boolean bypassGovernance) {
    boolean held = "ON".equals(object.members().get("ObjectLockLegalHoldStatus"));
    boolean retained =
        object.members().get("ObjectLockRetainUntilDate") instanceof Instant until
            && until.isAfter(now)
            && !(bypassGovernance && "GOVERNANCE".equals(object.members().get("ObjectLockMode")));
    if (held || retained) {
      throw S3Errors.denied("Access Denied because object protected by object lock.");
    }
  }

  static boolean everVersioned(Bucket bucket) {
    return bucket.configurations.containsKey(Configuration.VERSIONING);
  }

  static boolean versioned(Bucket bucket) {
    return bucket.configurations.get(Configuration.VERSIONING)
            instanceof VersioningConfiguration versioning
        && versioning.status() == BucketVersioningStatus.ENABLED;
  }

  /** The id of the next version. */
  static String nextVersion(Buckets buckets, Bucket bucket) {
    return versioned(bucket) ? buckets.aws.ids().lower(32) : Bucket.NO_VERSION;
  }

  /** The version id as answers carry it: not at all where the bucket never had versions. */
  static @Nullable String answered(Bucket bucket, String versionId) {
    return everVersioned(bucket) ? versionId : null;
  }

  /** Stores an object, under the write's own conditions, and frees what it replaces. */
  static void store(
      Bucket bucket, StoredObject object, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
    Optional<StoredObject> replaced;
    synchronized (bucket) {
      Conditions.checkWrite(ifMatch, ifNoneMatch, bucket.newest(object.key()));
      replaced = bucket.put(object);
    }
    replaced.map(StoredObject::content).ifPresent(ContentStore::discard);
  }
}
