package dev.rehearsal.cloud.s3;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The configurations of a bucket, and what S3 answers where one was never put. */
enum Configuration {
  ACCELERATE,
  ACL,
  CORS("NoSuchCORSConfiguration", "The CORS configuration does not exist"),
  ENCRYPTION(
      "ServerSideEncryptionConfigurationNotFoundError",
      "The server side encryption configuration was not found"),
  LIFECYCLE("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
  LOGGING,
  NOTIFICATION,
  OBJECT_LOCK(
      "ObjectLockConfigurationNotFoundError",
      "Object Lock configuration does not exist for this bucket"),
  OWNERSHIP("OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
  PUBLIC_ACCESS_BLOCK(
      "NoSuchPublicAccessBlockConfiguration",
      "The public access block configuration was not found"),
  REPLICATION(
      "ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
  REQUEST_PAYMENT,
  TAGGING("NoSuchTagSet", "The TagSet does not exist"),
  VERSIONING,
  WEBSITE(
      "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration");

  private final String code;
  private final String message;

  Configuration() {
    this("", "");
  }

  Configuration(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Whether asking for it where it was never put is an error. */
  boolean mustExist() {
    return !code.isEmpty();
  }

  AwsServiceException missing() {
    return S3Errors.of(code, 404, message);
  }
}
