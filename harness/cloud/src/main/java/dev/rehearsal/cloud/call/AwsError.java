package dev.rehearsal.cloud.call;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Makes the errors that AWS answers. */
public final class AwsError {

  private AwsError() {}

  /**
   * Completes one of the SDK's modelled exceptions with the code, status and message AWS answers.
   *
   * <p>Use it as {@code throw AwsError.of(QueueDoesNotExistException.builder(), …)}.
   */
  public static AwsServiceException of(
      AwsServiceException.Builder modelled, String code, int status, String message) {
    modelled.message(message);
    modelled.statusCode(status);
    modelled.awsErrorDetails(
        AwsErrorDetails.builder().errorCode(code).errorMessage(message).build());
    return modelled.build();
  }

  /** An error that the SDK has no class for, such as {@code AccessDenied}. */
  public static AwsServiceException of(String code, int status, String message) {
    return of(AwsServiceException.builder(), code, status, message);
  }

  /** The answer of an operation that nothing here implements: 501, naming service and operation. */
  public static AwsServiceException notImplemented(Operation operation) {
    return of(
        "NotImplemented",
        501,
        "The embedded AWS does not implement "
            + operation
            + ". docs/services.md lists what it does implement.");
  }
}
