package dev.rehearsal.cloud.secretsmanager;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.EncryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The errors of Secrets Manager, worded as AWS words them. */
final class SecretErrors {

  private SecretErrors() {}

  static AwsServiceException notFound() {
    return notFound("Secrets Manager can't find the specified secret.");
  }

  static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 400, message);
  }

  static AwsServiceException exists(String message) {
    return AwsError.of(ResourceExistsException.builder(), "ResourceExistsException", 400, message);
  }

  static AwsServiceException request(String message) {
    return AwsError.of(InvalidRequestException.builder(), "InvalidRequestException", 400, message);
  }

  static AwsServiceException parameter(String message) {
    return AwsError.of(
        InvalidParameterException.builder(), "InvalidParameterException", 400, message);
  }

  static AwsServiceException encryption(String why) {
    return AwsError.of(
        EncryptionFailureException.builder(),
        "EncryptionFailure",
        400,
        "Secrets Manager can't encrypt the protected secret text using the provided KMS key: "
            + why);
  }

  static AwsServiceException decryption(String why) {
    return AwsError.of(
        DecryptionFailureException.builder(),
        "DecryptionFailure",
        400,
        "Secrets Manager can't decrypt the protected secret text using the provided KMS key: "
            + why);
  }
}
