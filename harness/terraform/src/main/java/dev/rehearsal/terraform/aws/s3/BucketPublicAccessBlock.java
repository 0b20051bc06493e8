package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

final class BucketPublicAccessBlock extends BucketSetting {

  BucketPublicAccessBlock() {
    super("aws_s3_bucket_public_access_block", "S3 Bucket Public Access Block");
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    PublicAccessBlockConfiguration wanted =
        PublicAccessBlockConfiguration.builder()
            .blockPublicAcls(it.values().bool("block_public_acls"))
            .blockPublicPolicy(it.values().bool("block_public_policy"))
            .ignorePublicAcls(it.values().bool("ignore_public_acls"))
            .restrictPublicBuckets(it.values().bool("restrict_public_buckets"))
            .build();
    it.client(S3Client.class)
        .putPublicAccessBlock(
            request -> request.bucket(bucket).publicAccessBlockConfiguration(wanted));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(S3Client.class)
            .getPublicAccessBlock(request -> request.bucket(it.id()))
            .publicAccessBlockConfiguration());
  }

  @Override
  public void delete(ResourceInstance it) {
    if (!it.values().bool("skip_destroy")) {
      it.client(S3Client.class).deletePublicAccessBlock(request -> request.bucket(it.id()));
    }
  }
}
