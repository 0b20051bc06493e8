package dev.rehearsal.cloud.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects, versions and delete markers. */
interface DeleteOperations extends S3Client {

  int MOST_KEYS = 1000;

  Buckets buckets();

  /**
   * What a deletion did.
   *
   * @param versionId the version that was deleted or the marker that was put; null for neither
   * @param marker whether that is a delete marker
   */
  record Deleted(@Nullable String versionId, boolean marker) {}

  @Override
  default DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    Deleted deleted =
        delete(
            bucket,
            request.key(),
            request.versionId(),
            request.ifMatch(),
            Boolean.TRUE.equals(request.bypassGovernanceRetention()));
    return DeleteObjectResponse.builder()
        .versionId(deleted.versionId())
        .deleteMarker(deleted.marker() ? true : null)
        .build();
  }

  @Override
  default DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    List<ObjectIdentifier> objects =
        request.delete() == null ? List.of() : request.delete().objects();
    if (objects.isEmpty() || objects.size() > MOST_KEYS) {
      throw S3Errors.malformed();
    }
    List<DeletedObject> done = new ArrayList<>();
    List<S3Error> errors = new ArrayList<>();
    for (ObjectIdentifier object : objects) {
      try {
        Deleted deleted =
            delete(
                bucket,
                object.key(),
                object.versionId(),
                object.eTag(),
                Boolean.TRUE.equals(request.bypassGovernanceRetention()));
        done.add(
            DeletedObject.builder()
                .key(object.key())
                .versionId(object.versionId())
                .deleteMarker(deleted.marker() ? true : null)
                .deleteMarkerVersionId(deleted.marker() ? deleted.versionId() : null)
                .build());
      } catch (AwsServiceException refused) {
        errors.add(
            S3Error.builder()
                .key(object.key())
                .versionId(object.versionId())
                .code(refused.awsErrorDetails().errorCode())
                .message(refused.awsErrorDetails().errorMessage())
                .build());
      }
    }
    boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
    return DeleteObjectsResponse.builder().deleted(quiet ? List.of() : done).errors(errors).build();
  }

  private Deleted delete(
      Bucket bucket,
      String key,
      @Nullable String versionId,
      @Nullable String ifMatch,
      boolean bypassGovernance) {
    Instant now = buckets().aws.clock().instant();
    synchronized (bucket) {
      Conditions.checkWrite(ifMatch, null, bucket.newest(key));
      if (versionId != null) {
        Optional<StoredObject> version = bucket.version(key, versionId);
        version.ifPresent(object -> remove(bucket, object, now, bypassGovernance));
        return new Deleted(versionId, version.filter(StoredObject::isDeleteMarker).isPresent());
      }
      if (!Objects.everVersioned(bucket)) {
        bucket.newest(key).ifPresent(object -> remove(bucket, object, now, bypassGovernance));
        return new Deleted(null, false);
      }
      String id = Objects.nextVersion(buckets(), bucket);
      StoredObject marker =
          new StoredObject(key, id, null, "", now, Map.of(), Map.of(), List.of(), null);
      bucket.put(marker).map(StoredObject::content).ifPresent(ContentStore::discard);
      return new Deleted(id, true);
    }
  }

  private static void remove(
      Bucket bucket, StoredObject object, Instant now, boolean bypassGovernance) {
    Objects.checkUnlocked(object, now, bypassGovernance);
    bucket.remove(object);
    Content content = object.content();
    if (content != null) {
      ContentStore.discard(content);
    }
  }
}
