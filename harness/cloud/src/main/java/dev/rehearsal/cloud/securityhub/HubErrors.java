package dev.rehearsal.cloud.securityhub;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.InvalidInputException;
import software.amazon.awssdk.services.securityhub.model.ResourceConflictException;
import software.amazon.awssdk.services.securityhub.model.ResourceNotFoundException;

/** The errors of Security Hub. */
final class HubErrors {

  private HubErrors() {}

  static AwsServiceException off(String account) {
    return AwsError.of(
        InvalidAccessException.builder(),
        "InvalidAccessException",
        401,
        "Account " + account + " is not subscribed to AWS Security Hub");
  }

  static AwsServiceException on() {
    return AwsError.of(
        ResourceConflictException.builder(),
        "ResourceConflictException",
        409,
        "Account is already subscribed to Security Hub");
  }

  static AwsServiceException missing(String what) {
    return AwsError.of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        404,
        "The resource is not found: " + what);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(InvalidInputException.builder(), "InvalidInputException", 400, message);
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded Security Hub does not implement " + what + ".");
  }
}
