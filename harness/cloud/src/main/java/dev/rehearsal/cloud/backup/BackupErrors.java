package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.backup.model.AlreadyExistsException;
import software.amazon.awssdk.services.backup.model.InvalidParameterValueException;
import software.amazon.awssdk.services.backup.model.InvalidRequestException;
import software.amazon.awssdk.services.backup.model.ResourceNotFoundException;

/** The errors that AWS Backup answers. */
final class BackupErrors {

  private BackupErrors() {}

  static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 400, message);
  }

  static AwsServiceException exists(String message) {
    return AwsError.of(AlreadyExistsException.builder(), "AlreadyExistsException", 400, message);
  }

  static AwsServiceException request(String message) {
    return AwsError.of(InvalidRequestException.builder(), "InvalidRequestException", 400, message);
  }

  static AwsServiceException parameter(String message) {
    return AwsError.of(
        InvalidParameterValueException.builder(), "InvalidParameterValueException", 400, message);
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded AWS Backup does not implement " + what + ".");
  }
}
