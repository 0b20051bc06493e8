package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.LoggingEnabled;

final class BucketLogging extends BucketSetting {

  BucketLogging() {
    super("aws_s3_bucket_logging", "S3 Bucket Logging");
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    LoggingEnabled wanted =
        it.fill(LoggingEnabled.builder()).targetPrefix(it.values().string("target_prefix")).build();
    it.client(S3Client.class)
        .putBucketLogging(
            request ->
                request
                    .bucket(bucket)
                    .bucketLoggingStatus(status -> status.loggingEnabled(wanted)));
  }

  @Override
  public void read(ResourceInstance it) {
    LoggingEnabled found =
        it.client(S3Client.class)
            .getBucketLogging(request -> request.bucket(it.id()))
            .loggingEnabled();
    if (found == null) {
      it.gone();
    } else {
      it.take(found);
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(S3Client.class)
        .putBucketLogging(
            request ->
                request.bucket(it.id()).bucketLoggingStatus(BucketLoggingStatus.builder().build()));
  }
}
