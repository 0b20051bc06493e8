package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Lambda's errors. */
final class Errors {

  private Errors() {}

  static AwsServiceException invalid(String message) {
    return AwsError.of(
        InvalidParameterValueException.builder().type("User"),
        "InvalidParameterValueException",
        400,
        message);
  }

  static AwsServiceException validation(String message) {
    return AwsError.of("ValidationException", 400, message);
  }

  static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder().type("User"),
        "ResourceNotFoundException",
        404,
        message);
  }

  static AwsServiceException unassumable() {
    return AwsError.of("AccessDeniedException", 403, ExecutionRole.UNASSUMABLE);
  }

  static AwsServiceException conflict(String message) {
    return AwsError.of(
        ResourceConflictException.builder().type("User"),
        "ResourceConflictException",
        409,
        message);
  }

  static AwsServiceException revision() {
    return AwsError.of(
        PreconditionFailedException.builder().type("User"),
        "PreconditionFailedException",
        412,
        "The Revision Id provided does not match the latest Revision Id. Call the"
            + " GetFunction/GetAlias API to retrieve the latest Revision Id");
  }

  static AwsServiceException throttled(String reason) {
    return AwsError.of(
        TooManyRequestsException.builder().type("User").reason(reason),
        "TooManyRequestsException",
        429,
        "Rate Exceeded.");
  }

  static AwsServiceException tooLarge(int limit) {
    return AwsError.of(
        RequestTooLargeException.builder().type("User"),
        "RequestTooLargeException",
        413,
        "Request must be smaller than " + limit + " bytes for the InvokeFunction operation");
  }

  static AwsServiceException unsupported(String what) {
    return AwsError.of(
        "NotImplemented",
        501,
        "The embedded Lambda does not support " + what + ". docs/services.md lists what it does.");
  }
}
