package dev.rehearsal.cloud.kms;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** KMS's errors, with its own codes and messages. */
final class KmsErrors {

  private KmsErrors() {}

  static AwsServiceException notFound(String message) {
    return AwsError.of(NotFoundException.builder(), "NotFoundException", 400, message);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(KmsException.builder(), "ValidationException", 400, message);
  }

  static AwsServiceException disabled(String arn) {
    return AwsError.of(
        DisabledException.builder(), "DisabledException", 400, arn + " is disabled.");
  }

  static AwsServiceException invalidState(String message) {
    return AwsError.of(
        KmsInvalidStateException.builder(), "KMSInvalidStateException", 400, message);
  }

  static AwsServiceException invalidCiphertext() {
    return AwsError.of(
        InvalidCiphertextException.builder(),
        "InvalidCiphertextException",
        400,
        "The ciphertext is invalid, was changed, or belongs to another encryption context.");
  }

  static AwsServiceException incorrectKey() {
    return AwsError.of(
        IncorrectKeyException.builder(),
        "IncorrectKeyException",
        400,
        "The key ID in the request does not identify a CMK that can perform this operation.");
  }

  static AwsServiceException usage(Key key, String operation) {
    return AwsError.of(
        InvalidKeyUsageException.builder(),
        "InvalidKeyUsageException",
        400,
        key.arn + " key usage is " + key.usage + " which is not valid for " + operation + ".");
  }

  static AwsServiceException exists(String message) {
    return AwsError.of(AlreadyExistsException.builder(), "AlreadyExistsException", 400, message);
  }

  static AwsServiceException unsupported(String message) {
    return AwsError.of(
        UnsupportedOperationException.builder(), "UnsupportedOperationException", 400, message);
  }

  static AwsServiceException dryRun() {
    return AwsError.of(
        DryRunOperationException.builder(),
        "DryRunOperationException",
        412,
        "The request would have succeeded, but the DryRun option is set.");
  }
}
