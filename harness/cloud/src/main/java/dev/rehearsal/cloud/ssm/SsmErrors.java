package dev.rehearsal.cloud.ssm;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** The errors of Systems Manager, worded as AWS words them. */
final class SsmErrors {

  private SsmErrors() {}

  static AwsServiceException notFound(String name) {
    return AwsError.of(
        ParameterNotFoundException.builder(),
        "ParameterNotFound",
        400,
        "Parameter " + name + " not found.");
  }

  static AwsServiceException noVersion(String name, String selector) {
    return AwsError.of(
        ParameterVersionNotFoundException.builder(),
        "ParameterVersionNotFound",
        400,
        "Systems Manager could not find version "
            + selector
            + " of "
            + name
            + ". Verify the version and try again.");
  }

  static AwsServiceException validation(String message) {
    return AwsError.of(SsmException.builder(), "ValidationException", 400, message);
  }

  static AwsServiceException exists() {
    return AwsError.of(
        ParameterAlreadyExistsException.builder(),
        "ParameterAlreadyExists",
        400,
        "The parameter already exists. To overwrite this value, set the overwrite option in the"
            + " request to true.");
  }

  static AwsServiceException filter(String message) {
    return AwsError.of(InvalidFilterKeyException.builder(), "InvalidFilterKey", 400, message);
  }
}
