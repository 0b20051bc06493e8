package dev.rehearsal.terraform.aws.s3;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;

final class BucketEncryption extends BucketSetting {

  BucketEncryption() {
    super(
        "aws_s3_bucket_server_side_encryption_configuration",
        "S3 Bucket Server-side Encryption Configuration");
  }

  @Override
  public void declare(Rules rules) {
    super.declare(rules);
    rules
        .oneOf(
            "rule.apply_server_side_encryption_by_default.sse_algorithm",
            "AES256",
            "aws:fsx",
            "aws:kms",
            "aws:kms:dsse")
        .member("kms_master_key_id", "KMSMasterKeyID");
  }

  @Override
  void put(ResourceInstance it, String bucket) {
    ServerSideEncryptionConfiguration wanted =
        it.fill(ServerSideEncryptionConfiguration.builder()).build();
    it.client(S3Client.class)
        .putBucketEncryption(
            request -> request.bucket(bucket).serverSideEncryptionConfiguration(wanted));
  }

  @Override
  public void read(ResourceInstance it) {
    it.take(
        it.client(S3Client.class)
            .getBucketEncryption(request -> request.bucket(it.id()))
            .serverSideEncryptionConfiguration());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(S3Client.class).deleteBucketEncryption(request -> request.bucket(it.id()));
  }
}
