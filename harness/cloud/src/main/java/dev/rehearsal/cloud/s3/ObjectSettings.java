package dev.rehearsal.cloud.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.PutObjectLegalHoldRequest;
import software.amazon.awssdk.services.s3.model.PutObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.PutObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** What can be said of an object after it was written: tags, retention, legal hold. */
interface ObjectSettings extends S3Client {

  int MOST_TAGS = 10;

  Buckets buckets();

  @Override
  default GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    StoredObject object = Objects.find(bucket, request.key(), request.versionId());
    return GetObjectTaggingResponse.builder()
        .versionId(Objects.answered(bucket, object.versionId()))
        .tagSet(
            object.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  @Override
  default PutObjectTaggingResponse putObjectTagging(PutObjectTaggingRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    List<Tag> asked = request.tagging() == null ? List.of() : request.tagging().tagSet();
    Map<String, String> tags = new TreeMap<>();
    asked.forEach(tag -> tags.put(tag.key(), tag.value()));
    if (tags.size() < asked.size()) {
      throw S3Errors.of("InvalidTag", 400, "Cannot provide multiple Tags with the same key");
    }
    if (tags.size() > MOST_TAGS) {
      throw S3Errors.of("BadRequest", 400, "Object tags cannot be greater than 10");
    }
    StoredObject object = Objects.find(bucket, request.key(), request.versionId());
    bucket.change(object, object.withTags(Map.copyOf(tags)));
    return PutObjectTaggingResponse.builder()
        .versionId(Objects.answered(bucket, object.versionId()))
        .build();
  }

  @Override
  default DeleteObjectTaggingResponse deleteObjectTagging(DeleteObjectTaggingRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    StoredObject object = Objects.find(bucket, request.key(), request.versionId());
    bucket.change(object, object.withTags(Map.of()));
    return DeleteObjectTaggingResponse.builder()
        .versionId(Objects.answered(bucket, object.versionId()))
        .build();
  }

  @Override
  default GetObjectAclResponse getObjectAcl(GetObjectAclRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    StoredObject unused = Objects.find(bucket, request.key(), request.versionId());
    return Members.copy(AccessLists.ofOwner(buckets()), GetObjectAclResponse.builder()).build();
  }

  @Override
  default GetObjectLockConfigurationResponse getObjectLockConfiguration(
      GetObjectLockConfigurationRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (bucket.configurations.get(Configuration.OBJECT_LOCK)
        instanceof ObjectLockConfiguration lock) {
      return GetObjectLockConfigurationResponse.builder().objectLockConfiguration(lock).build();
    }
    throw Configuration.OBJECT_LOCK.missing();
  }

  @Override
  default PutObjectLockConfigurationResponse putObjectLockConfiguration(
      PutObjectLockConfigurationRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (request.objectLockConfiguration() == null) {
      throw S3Errors.malformed();
    }
    if (!Objects.versioned(bucket)) {
      throw S3Errors.of(
          "InvalidBucketState",
          409,
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    }
    bucket.configurations.put(Configuration.OBJECT_LOCK, request.objectLockConfiguration());
    bucket.lockEnabled = true;
    return PutObjectLockConfigurationResponse.builder().build();
  }

  @Override
  default GetObjectRetentionResponse getObjectRetention(GetObjectRetentionRequest request) {
    StoredObject object = locked(request.bucket(), request.key(), request.versionId());
    Object mode = object.members().get("ObjectLockMode");
    if (mode == null) {
      throw noLock();
    }
    return GetObjectRetentionResponse.builder()
        .retention(
            r ->
                r.mode((String) mode)
                    .retainUntilDate((Instant) object.members().get("ObjectLockRetainUntilDate")))
        .build();
  }

  @Override
  default PutObjectRetentionResponse putObjectRetention(PutObjectRetentionRequest request) {
    StoredObject object = locked(request.bucket(), request.key(), request.versionId());
    Instant until = request.retention() == null ? null : request.retention().retainUntilDate();
    boolean shorter =
        object.members().get("ObjectLockRetainUntilDate") instanceof Instant before
            && (until == null || until.isBefore(before));
    if (shorter) {
      Objects.checkUnlocked(
          object.withMember("ObjectLockLegalHoldStatus", null),
          buckets().aws.clock().instant(),
          Boolean.TRUE.equals(request.bypassGovernanceRetention()));
    }
    buckets()
        .get(request.bucket())
        .change(
            object,
            object
                .withMember(
                    "ObjectLockMode",
                    request.retention() == null ? null : request.retention().modeAsString())
                .withMember("ObjectLockRetainUntilDate", until));
    return PutObjectRetentionResponse.builder().build();
  }

  @Override
  default GetObjectLegalHoldResponse getObjectLegalHold(GetObjectLegalHoldRequest request) {
    StoredObject object = locked(request.bucket(), request.key(), request.versionId());
    Object status = object.members().get("ObjectLockLegalHoldStatus");
    if (status == null) {
      throw noLock();
    }
    return GetObjectLegalHoldResponse.builder().legalHold(h -> h.status((String) status)).build();
  }

  @Override
  default PutObjectLegalHoldResponse putObjectLegalHold(PutObjectLegalHoldRequest request) {
    StoredObject object = locked(request.bucket(), request.key(), request.versionId());
    if (request.legalHold() == null) {
      throw S3Errors.malformed();
    }
    buckets()
        .get(request.bucket())
        .change(
            object,
            object.withMember("ObjectLockLegalHoldStatus", request.legalHold().statusAsString()));
    return PutObjectLegalHoldResponse.builder().build();
  }

  private StoredObject locked(
      String name, String key, @org.jspecify.annotations.Nullable String versionId) {
    Bucket bucket = buckets().get(name);
    if (!bucket.lockEnabled) {
      throw S3Errors.of("InvalidRequest", 400, "Bucket is missing Object Lock Configuration");
    }
    return Objects.find(bucket, key, versionId);
  }

  private static software.amazon.awssdk.awscore.exception.AwsServiceException noLock() {
    return S3Errors.of(
        "NoSuchObjectLockConfiguration",
        404,
        "The specified object does not have a ObjectLock configuration");
  }
}
