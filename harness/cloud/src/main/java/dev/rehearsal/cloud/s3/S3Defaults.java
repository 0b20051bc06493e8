package dev.rehearsal.cloud.s3;

import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;

/** What S3 gives every new bucket since 2023. */
final class S3Defaults {

  static final ServerSideEncryptionConfiguration ENCRYPTION =
      ServerSideEncryptionConfiguration.builder()
          .rules(
              rule ->
                  rule.bucketKeyEnabled(false)
                      .applyServerSideEncryptionByDefault(
                          sse -> sse.sseAlgorithm(ServerSideEncryption.AES256)))
          .build();

  static final PublicAccessBlockConfiguration ALL_BLOCKED =
      PublicAccessBlockConfiguration.builder()
          .blockPublicAcls(true)
          .ignorePublicAcls(true)
          .blockPublicPolicy(true)
          .restrictPublicBuckets(true)
          .build();

  static final OwnershipControls OWNER_ENFORCED = ownership(ObjectOwnership.BUCKET_OWNER_ENFORCED);

  private S3Defaults() {}

  static OwnershipControls ownership(ObjectOwnership ownership) {
    return OwnershipControls.builder().rules(rule -> rule.objectOwnership(ownership)).build();
  }
}
