package dev.rehearsal.cloud.logs;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.model.AccessDeniedException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs' errors. */
final class Errors {

  private Errors() {}

  static AwsServiceException notFound(String what) {
    return AwsError.of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        400,
        "The specified " + what + " does not exist.");
  }

  static AwsServiceException exists(String what) {
    return AwsError.of(
        ResourceAlreadyExistsException.builder(),
        "ResourceAlreadyExistsException",
        400,
        "The specified " + what + " already exists");
  }

  static AwsServiceException denied(String message) {
    return AwsError.of(AccessDeniedException.builder(), "AccessDeniedException", 400, message);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(
        InvalidParameterException.builder(), "InvalidParameterException", 400, message);
  }
}
