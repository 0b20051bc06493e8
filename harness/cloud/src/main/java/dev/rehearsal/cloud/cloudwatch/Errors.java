package dev.rehearsal.cloud.cloudwatch;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardInvalidInputErrorException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;

/** CloudWatch's errors. */
final class Errors {

  private Errors() {}

  static AwsServiceException validation(String message) {
    return AwsError.of("ValidationError", 400, message);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(
        InvalidParameterValueException.builder(), "InvalidParameterValue", 400, message);
  }

  static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 404, message);
  }

  static AwsServiceException noAlarm(String name) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFound", 404, "Unknown alarm " + name);
  }

  static AwsServiceException noDashboard(String name) {
    return AwsError.of(
        DashboardNotFoundErrorException.builder(),
        "ResourceNotFound",
        404,
        "Dashboard " + name + " does not exist");
  }

  static AwsServiceException brokenDashboard(String message) {
    return AwsError.of(
        DashboardInvalidInputErrorException.builder(), "InvalidParameterInput", 400, message);
  }

  static AwsServiceException unsupported(String what) {
    return AwsError.of(
        "NotImplemented",
        501,
        "The embedded CloudWatch does not support "
            + what
            + ". docs/services.md lists what it does.");
  }
}
