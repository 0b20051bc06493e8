package dev.rehearsal.cloud.cloudtrail;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudtrail.model.InsufficientS3BucketPolicyException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidCloudWatchLogsLogGroupArnException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidCloudWatchLogsRoleArnException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidEventSelectorsException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidTrailNameException;
import software.amazon.awssdk.services.cloudtrail.model.TrailAlreadyExistsException;
import software.amazon.awssdk.services.cloudtrail.model.TrailNotFoundException;

/** The errors of CloudTrail. */
final class TrailErrors {

  private TrailErrors() {}

  static AwsServiceException unknown(String name, String account) {
    return AwsError.of(
        TrailNotFoundException.builder(),
        "TrailNotFoundException",
        400,
        "Unknown trail: " + name + " for the user: " + account);
  }

  static AwsServiceException exists(String name, String account) {
    return AwsError.of(
        TrailAlreadyExistsException.builder(),
        "TrailAlreadyExistsException",
        400,
        "Trail " + name + " already exists for customer: " + account);
  }

  static AwsServiceException name(String name) {
    return AwsError.of(
        InvalidTrailNameException.builder(),
        "InvalidTrailNameException",
        400,
        "Trail name has 3 to 128 letters, digits, periods, underscores and dashes: " + name);
  }

  static AwsServiceException bucket(String bucket) {
    return AwsError.of(
        InsufficientS3BucketPolicyException.builder(),
        "InsufficientS3BucketPolicyException",
        400,
        "Incorrect S3 bucket policy is detected for bucket: " + bucket);
  }

  static AwsServiceException logGroup(String message) {
    return AwsError.of(
        InvalidCloudWatchLogsLogGroupArnException.builder(),
        "InvalidCloudWatchLogsLogGroupArnException",
        400,
        message);
  }

  static AwsServiceException role(String message) {
    return AwsError.of(
        InvalidCloudWatchLogsRoleArnException.builder(),
        "InvalidCloudWatchLogsRoleArnException",
        400,
        message);
  }

  static AwsServiceException selectors(String message) {
    return AwsError.of(
        InvalidEventSelectorsException.builder(), "InvalidEventSelectorsException", 400, message);
  }

  static AwsServiceException token() {
    return AwsError.of(
        InvalidNextTokenException.builder(),
        "InvalidNextTokenException",
        400,
        "The token is not valid.");
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded CloudTrail does not implement " + what + ".");
  }
}
