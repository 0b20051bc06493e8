package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PasswordPolicyViolationException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/** IAM's errors, with its own codes. */
final class IamErrors {

  private IamErrors() {}

  static AwsServiceException noSuchEntity(String message) {
    return AwsError.of(NoSuchEntityException.builder(), "NoSuchEntity", 404, message);
  }

  static AwsServiceException exists(String message) {
    return AwsError.of(EntityAlreadyExistsException.builder(), "EntityAlreadyExists", 409, message);
  }

  static AwsServiceException conflict(String message) {
    return AwsError.of(DeleteConflictException.builder(), "DeleteConflict", 409, message);
  }

  static AwsServiceException limit(String message) {
    return AwsError.of(LimitExceededException.builder(), "LimitExceeded", 409, message);
  }

  static AwsServiceException malformed(String message) {
    return AwsError.of(
        MalformedPolicyDocumentException.builder(), "MalformedPolicyDocument", 400, message);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(InvalidInputException.builder(), "InvalidInput", 400, message);
  }

  static AwsServiceException unmodifiable(String role) {
    return AwsError.of(
        UnmodifiableEntityException.builder(),
        "UnmodifiableEntity",
        400,
        "Cannot perform the operation on the protected role '"
            + role
            + "' - this role is only modifiable by AWS");
  }

  static AwsServiceException notServed(String what) {
    return AwsError.of("NotImplemented", 501, "The embedded IAM does not implement " + what + ".");
  }

  static AwsServiceException password(String message) {
    return AwsError.of(
        PasswordPolicyViolationException.builder(), "PasswordPolicyViolation", 400, message);
  }

  static AwsServiceException validation(String message) {
    return AwsError.of("ValidationError", 400, message);
  }
}
