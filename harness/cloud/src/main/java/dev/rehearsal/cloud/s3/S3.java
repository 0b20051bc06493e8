package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.ResourcePolicies;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Amazon S3. One instance an account; each bucket keeps its region. */
public final class S3
    implements BucketOperations,
        BucketConfigurations,
        BucketAccess,
        ObjectOperations,
        CopyOperations,
        DeleteOperations,
        ListOperations,
        MultipartOperations,
        ObjectSettings,
        ResourcePolicies {

  private static final String ARN = "arn:aws:s3:::";

  private final Buckets buckets;

  public S3(Surroundings aws) {
    this.buckets = new Buckets(aws);
  }

  @Override
  public Buckets buckets() {
    return buckets;
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    if (!arn.startsWith(ARN)) {
      return Optional.empty();
    }
    Bucket bucket = buckets.find(arn.substring(ARN.length()).replaceFirst("/.*", ""));
    String policy = bucket == null ? null : bucket.policy;
    if (bucket == null || policy == null) {
      return Optional.empty();
    }
    BucketPolicy read = BucketPolicy.parse(policy, bucket);
    return read.isPublic() && buckets.blocked(bucket).restrictPublicBuckets()
        ? Optional.of(read.restrictedTo(buckets.aws.account(), bucket))
        : Optional.of(policy);
  }

  /** The account's own public access block, which S3 Control administers. */
  public Optional<PublicAccessBlockConfiguration> accountPublicAccessBlock() {
    return Optional.ofNullable(buckets.accountBlock());
  }

  /** Sets the account's public access block; null takes it away. */
  public void setAccountPublicAccessBlock(@Nullable PublicAccessBlockConfiguration block) {
    buckets.setAccountBlock(block);
  }

  /**
   * The tags of a bucket, for S3 Control.
   *
   * @throws software.amazon.awssdk.services.s3.model.NoSuchBucketException where there is no such
   *     bucket
   */
  public java.util.List<Tag> bucketTags(String name) {
    return buckets.get(name).configurations.get(Configuration.TAGGING) instanceof Tagging tagging
        ? tagging.tagSet()
        : java.util.List.of();
  }

  /** Sets the tags of a bucket, for S3 Control. */
  public void setBucketTags(String name, java.util.List<Tag> tags) {
    Bucket bucket = buckets.get(name);
    if (tags.isEmpty()) {
      bucket.configurations.remove(Configuration.TAGGING);
    } else {
      bucket.configurations.put(Configuration.TAGGING, Tagging.builder().tagSet(tags).build());
    }
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {
    buckets.close();
  }
}
