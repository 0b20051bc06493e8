package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.s3.S3Client;

final class BucketPolicy extends BucketSetting {

  BucketPolicy() {
    super("aws_s3_bucket_policy", "S3 Bucket Policy");
  }

  @Override
  public void declare(Rules rules) {
    super.declare(rules);
    rules.policies("policy");
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    it.client(S3Client.class)
        .putBucketPolicy(request -> request.bucket(bucket).policy(it.values().string("policy")));
  }

  @Override
  public void read(ResourceInstance it) {
    it.values()
        .set(
            "policy",
            it.client(S3Client.class).getBucketPolicy(request -> request.bucket(it.id())).policy());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(S3Client.class).deleteBucketPolicy(request -> request.bucket(it.id()));
  }
}
