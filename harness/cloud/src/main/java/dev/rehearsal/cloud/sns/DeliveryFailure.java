package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.call.NoAnswer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** An attempt to deliver that failed. */
final class DeliveryFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final boolean retriable;

  /**
   * Makes one.
   *
   * @param status the status that the receiver answered; 0 where it answered none
   */
  DeliveryFailure(String code, String message, int status, boolean retriable) {
    super(message);
    this.code = code;
    this.status = status;
    this.retriable = retriable;
  }

  /** A refusal by another service: AWS tries again unless the fault is the subscription's. */
  static DeliveryFailure of(AwsServiceException refused) {
    String code = refused.awsErrorDetails().errorCode();
    return new DeliveryFailure(
        code,
        code + ": " + refused.awsErrorDetails().errorMessage(),
        refused.statusCode(),
        refused.statusCode() >= 500
            || refused.statusCode() == 429
            || refused.isThrottlingException());
  }

  /** No answer: whether the message arrived is not known, so AWS tries again. */
  static DeliveryFailure of(NoAnswer cut) {
    return new DeliveryFailure("NoAnswer", String.valueOf(cut.getMessage()), 0, true);
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  boolean retriable() {
    return retriable;
  }
}
