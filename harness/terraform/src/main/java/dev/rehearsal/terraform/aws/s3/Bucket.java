package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

final class Bucket implements ResourceType {

  private static final String FIRST_REGION = "us-east-1";

  /** Arguments that the official provider has moved to resource types of their own. */
  private static final Map<String, String> MOVED =
      Map.of(
          "acceleration_status", "aws_s3_bucket_accelerate_configuration",
          "acl", "aws_s3_bucket_acl",
          "cors_rule", "aws_s3_bucket_cors_configuration",
          "grant", "aws_s3_bucket_acl",
          "lifecycle_rule", "aws_s3_bucket_lifecycle_configuration",
          "logging", "aws_s3_bucket_logging",
          "policy", "aws_s3_bucket_policy",
          "server_side_encryption_configuration",
              "aws_s3_bucket_server_side_encryption_configuration",
          "versioning", "aws_s3_bucket_versioning",
          "website", "aws_s3_bucket_website_configuration");

  @Override
  public String name() {
    return "aws_s3_bucket";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("S3 Bucket")
        .forcesNew("bucket", "bucket_prefix", "object_lock_enabled")
        .conflicts("bucket", "bucket_prefix")
        .length("bucket", 0, 63)
        .defaults("force_destroy", false)
        .tags(new BucketTagging());
    MOVED.forEach(
        (argument, type) ->
            rules.check(
                checked -> {
                  if (checked.given(argument)) {
                    checked.add(
                        argument,
                        "aws_s3_bucket." + argument + " is not served by the embedded provider",
                        "The argument is deprecated: use the resource type " + type + ".");
                  }
                }));
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    String bucket = it.nameFrom("bucket", "bucket_prefix");
    it.client(S3Client.class)
        .createBucket(
            request -> {
              request.bucket(bucket);
              if (values.bool("object_lock_enabled")) {
                request.objectLockEnabledForBucket(true);
              }
              if (!it.region().equals(FIRST_REGION)) {
                request.createBucketConfiguration(
                    place ->
                        place.locationConstraint(BucketLocationConstraint.fromValue(it.region())));
              }
            });
    it.id(bucket);
    if (!it.tags().isEmpty()) {
      new BucketTagging().change(it, it.tags(), List.of());
    }
  }

  @Override
  public void read(ResourceInstance it) {
    HeadBucketResponse head =
        it.client(S3Client.class).headBucket(request -> request.bucket(it.id()));
    String region = head.bucketRegion() == null ? it.region() : head.bucketRegion();
    BucketNames.set(it, it.id(), region);
    Values values = it.values();
    values.set("request_payer", "BucketOwner");
    if (values.get("object_lock_enabled") == null) {
      values.set("object_lock_enabled", false);
    }
    Stream.of("acceleration_status", "acl", "policy", "bucket_prefix")
        .filter(name -> values.get(name) == null)
        .forEach(name -> values.set(name, name.equals("acl") ? null : ""));
  }

  @Override
  public void delete(ResourceInstance it) {
    S3Client s3 = it.client(S3Client.class);
    if (it.values().bool("force_destroy")) {
      empty(s3, it.id());
    }
    s3.deleteBucket(request -> request.bucket(it.id()));
  }

  private static void empty(S3Client s3, String bucket) {
    for (var page : s3.listObjectVersionsPaginator(request -> request.bucket(bucket))) {
      List<ObjectIdentifier> all =
          Stream.concat(
                  page.versions().stream().map(one -> identifier(one.key(), one.versionId())),
                  page.deleteMarkers().stream().map(one -> identifier(one.key(), one.versionId())))
              .toList();
      if (!all.isEmpty()) {
        s3.deleteObjects(
            request ->
                request
                    .bucket(bucket)
                    .bypassGovernanceRetention(true)
                    .delete(batch -> batch.objects(all).quiet(true)));
      }
    }
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }
}
