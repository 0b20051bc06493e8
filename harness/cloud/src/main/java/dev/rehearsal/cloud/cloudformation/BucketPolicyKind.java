package dev.rehearsal.cloud.cloudformation;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/** Policies of buckets. */
final class BucketPolicyKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::S3::BucketPolicy";
  }

  @Override
  public Set<String> properties() {
    return Set.of("Bucket", "PolicyDocument");
  }

  @Override
  public Set<String> required() {
    return properties();
  }

  @Override
  public Set<String> replacing() {
    return Set.of("Bucket");
  }

  @Override
  public Made create(Site site, Properties properties) {
    String bucket = properties.textOr("Bucket", "");
    put(site, bucket, properties);
    return new Made(bucket, Map.of());
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    put(site, made.id(), after);
    return made;
  }

  private static void put(Site site, String bucket, Properties properties) {
    site.client(S3Client.class)
        .putBucketPolicy(put -> put.bucket(bucket).policy(properties.json("PolicyDocument")));
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(
        () -> site.client(S3Client.class).deleteBucketPolicy(delete -> delete.bucket(made.id())));
  }
}
