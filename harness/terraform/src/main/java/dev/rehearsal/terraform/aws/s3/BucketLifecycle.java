package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Zero;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;

final class BucketLifecycle extends BucketSetting {

  private static final String SMALLEST = "all_storage_classes_128K";

  BucketLifecycle() {
    super("aws_s3_bucket_lifecycle_configuration", "S3 Bucket Lifecycle Configuration");
  }

  @Override
  public void declare(Rules rules) {
    super.declare(rules);
    rules
        .oneOf("rule.status", "Enabled", "Disabled")
        .length("rule.id", 1, 255)
        .untaken("transition_default_minimum_object_size")
        // "filter {}" and no filter both mean every object.
        .same((a, b) -> all(a) && all(b), "rule.filter");
  }

  private static boolean all(Object filters) {
    return filters instanceof List<?> list
        && list.stream()
            .allMatch(
                one -> one == null || ((Map<?, ?>) one).values().stream().allMatch(Zero::isZero));
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    BucketLifecycleConfiguration wanted = it.fill(BucketLifecycleConfiguration.builder()).build();
    it.client(S3Client.class)
        .putBucketLifecycleConfiguration(
            request -> request.bucket(bucket).lifecycleConfiguration(wanted));
  }

  @Override
  public void read(ResourceInstance it) {
    GetBucketLifecycleConfigurationResponse found =
        it.client(S3Client.class)
            .getBucketLifecycleConfiguration(request -> request.bucket(it.id()));
    it.take(found);
    it.values()
        .set(
            "transition_default_minimum_object_size",
            found.transitionDefaultMinimumObjectSize() == null
                ? SMALLEST
                : found.transitionDefaultMinimumObjectSizeAsString());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(S3Client.class).deleteBucketLifecycle(request -> request.bucket(it.id()));
  }
}
