package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

final class BucketData implements DataSource {

  @Override
  public String name() {
    return "aws_s3_bucket";
  }

  @Override
  public void read(ResourceInstance it) {
    String bucket = it.values().string("bucket");
    HeadBucketResponse head =
        it.client(S3Client.class).headBucket(request -> request.bucket(bucket));
    it.id(bucket);
    BucketNames.set(it, bucket, head.bucketRegion() == null ? it.region() : head.bucketRegion());
  }
}
