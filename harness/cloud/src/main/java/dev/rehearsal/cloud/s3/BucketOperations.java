package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.VersioningConfiguration;

/** Buckets as such. */
interface BucketOperations extends S3Client {

  int MOST_BUCKETS = 10_000;

  Buckets buckets();

  @Override
  default CreateBucketResponse createBucket(CreateBucketRequest request) {
    Buckets.checkName(String.valueOf(request.bucket()));
    CreateBucketConfiguration asked = request.createBucketConfiguration();
    if (asked != null && (asked.bucket() != null || asked.location() != null)) {
      throw S3Errors.notServed("directory buckets");
    }
    String region = region(asked == null ? null : asked.locationConstraintAsString());
    Bucket bucket = new Bucket(request.bucket(), region, buckets().aws.clock().instant());
    ObjectOwnership ownership =
        request.objectOwnership() == null
            ? ObjectOwnership.BUCKET_OWNER_ENFORCED
            : request.objectOwnership();
    bucket.configurations.put(Configuration.OWNERSHIP, S3Defaults.ownership(ownership));
    bucket.configurations.put(Configuration.PUBLIC_ACCESS_BLOCK, S3Defaults.ALL_BLOCKED);
    bucket.configurations.put(Configuration.ENCRYPTION, S3Defaults.ENCRYPTION);
    if (request.aclAsString() != null) {
      AccessLists.set(buckets(), bucket, request.aclAsString());
    }
    if (Boolean.TRUE.equals(request.objectLockEnabledForBucket())) {
      bucket.lockEnabled = true;
      bucket.configurations.put(
          Configuration.OBJECT_LOCK,
          ObjectLockConfiguration.builder().objectLockEnabled(ObjectLockEnabled.ENABLED).build());
      bucket.configurations.put(
          Configuration.VERSIONING,
          VersioningConfiguration.builder().status(BucketVersioningStatus.ENABLED).build());
    }
    if (asked != null && asked.hasTags() && !asked.tags().isEmpty()) {
      bucket.configurations.put(
          Configuration.TAGGING, Tagging.builder().tagSet(asked.tags()).build());
    }
    buckets().add(bucket);
    return CreateBucketResponse.builder()
        .location("/" + bucket.name)
        .bucketArn(bucket.arn())
        .build();
  }

  private static String region(@Nullable String constraint) {
    String region = Buckets.callRegion();
    if (constraint == null || constraint.isEmpty()) {
      if (!region.equals("us-east-1")) {
        throw S3Errors.of(
            "IllegalLocationConstraintException",
            400,
            "The unspecified location constraint is incompatible for the region specific endpoint"
                + " this request was sent to.");
      }
      return region;
    }
    if (constraint.equals("us-east-1")) {
      throw S3Errors.of(
          "InvalidLocationConstraint", 400, "The specified location-constraint is not valid");
    }
    if (!region.equals("us-east-1") && !region.equals(constraint)) {
      throw S3Errors.of(
          "IllegalLocationConstraintException",
          400,
          "The "
              + constraint
              + " location constraint is incompatible for the region specific endpoint this request"
              + " was sent to.");
    }
    return constraint;
  }

  @Override
  default DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (!bucket.isEmpty()) {
      throw S3Errors.of(
          "BucketNotEmpty",
          409,
          bucket.configurations.containsKey(Configuration.VERSIONING)
              ? "The bucket you tried to delete is not empty. You must delete all versions in the"
                  + " bucket."
              : "The bucket you tried to delete is not empty");
    }
    buckets().remove(bucket);
    bucket.clear();
    return DeleteBucketResponse.builder().build();
  }

  @Override
  default HeadBucketResponse headBucket(HeadBucketRequest request) {
    if (buckets().find(request.bucket()) == null) {
      throw AwsError.of(NoSuchBucketException.builder(), "NotFound", 404, "Not Found");
    }
    Bucket bucket = buckets().get(request.bucket());
    return HeadBucketResponse.builder()
        .bucketRegion(bucket.region)
        .bucketArn(bucket.arn())
        .accessPointAlias(false)
        .build();
  }

  @Override
  default GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest request) {
    Bucket bucket = buckets().find(request.bucket());
    if (bucket == null) {
      throw S3Errors.noSuchBucket();
    }
    return GetBucketLocationResponse.builder()
        .locationConstraint(bucket.region.equals("us-east-1") ? null : bucket.region)
        .build();
  }

  @Override
  default ListBucketsResponse listBuckets(ListBucketsRequest request) {
    int most = request.maxBuckets() == null ? MOST_BUCKETS : request.maxBuckets();
    if (most < 1 || most > MOST_BUCKETS) {
      throw S3Errors.invalid("Argument maxBuckets must be an integer between 1 and 10000");
    }
    String prefix = request.prefix() == null ? "" : request.prefix();
    String after = request.continuationToken() == null ? "" : request.continuationToken();
    List<Bucket> matching =
        buckets().all().tailMap(after, false).values().stream()
            .filter(bucket -> bucket.name.startsWith(prefix))
            .filter(
                bucket ->
                    request.bucketRegion() == null || request.bucketRegion().equals(bucket.region))
            .limit(most + 1L)
            .toList();
    List<Bucket> page = matching.subList(0, Math.min(most, matching.size()));
    return ListBucketsResponse.builder()
        .owner(owner -> owner.id(buckets().ownerId()))
        .prefix(request.prefix())
        .continuationToken(matching.size() > most ? page.get(most - 1).name : null)
        .buckets(
            page.stream()
                .map(
                    bucket ->
                        software.amazon.awssdk.services.s3.model.Bucket.builder()
                            .name(bucket.name)
                            .creationDate(bucket.created)
                            .bucketRegion(bucket.region)
                            .bucketArn(bucket.arn())
                            .build())
                .toList())
        .build();
  }
}
