package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.OwnershipControls;

final class BucketOwnership extends BucketSetting {

  BucketOwnership() {
    super("aws_s3_bucket_ownership_controls", "S3 Bucket Ownership Controls");
  }

  @Override
  public void declare(Rules rules) {
    super.declare(rules);
    rules.oneOf(
        "rule.object_ownership", "BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced");
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    OwnershipControls wanted = it.fill(OwnershipControls.builder()).build();
    it.client(S3Client.class)
        .putBucketOwnershipControls(request -> request.bucket(bucket).ownershipControls(wanted));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(S3Client.class)
            .getBucketOwnershipControls(request -> request.bucket(it.id()))
            .ownershipControls());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(S3Client.class).deleteBucketOwnershipControls(request -> request.bucket(it.id()));
  }
}
