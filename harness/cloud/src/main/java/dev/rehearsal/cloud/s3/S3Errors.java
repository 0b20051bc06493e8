package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's errors, with its own codes, statuses and messages. */
final class S3Errors {

  private S3Errors() {}

  static AwsServiceException of(String code, int status, String message) {
    return AwsError.of(S3Exception.builder(), code, status, message);
  }

  static AwsServiceException invalid(String message) {
    return of("InvalidArgument", 400, message);
  }

  static AwsServiceException noSuchBucket() {
    return AwsError.of(
        NoSuchBucketException.builder(),
        "NoSuchBucket",
        404,
        "The specified bucket does not exist");
  }

  static AwsServiceException noSuchKey() {
    return AwsError.of(
        NoSuchKeyException.builder(), "NoSuchKey", 404, "The specified key does not exist.");
  }

  static AwsServiceException noSuchVersion() {
    return of("NoSuchVersion", 404, "The specified version does not exist.");
  }

  static AwsServiceException noSuchUpload() {
    return AwsError.of(
        NoSuchUploadException.builder(),
        "NoSuchUpload",
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.");
  }

  static AwsServiceException preconditionFailed() {
    return of(
        "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
  }

  static AwsServiceException notModified() {
    return of("304", 304, "Not Modified");
  }

  static AwsServiceException denied(String message) {
    return of("AccessDenied", 403, message);
  }

  static AwsServiceException malformed() {
    return of(
        "MalformedXML",
        400,
        "The XML you provided was not well-formed or did not validate against our published schema");
  }

  /** What the embedded S3 can't do must not look as if it were done. */
  static AwsServiceException notServed(String what) {
    return of("NotImplemented", 501, "The embedded S3 does not serve " + what + ".");
  }
}
