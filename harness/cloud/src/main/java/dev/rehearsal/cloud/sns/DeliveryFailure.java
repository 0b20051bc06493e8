package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.call.NoAnswer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** An attempt to deliver that failed. */
final class DeliveryFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retriable;

  DeliveryFailure(String code, String message, boolean retriable) {
    super(message);
    this.code = code;
    this.retriable = retriable;
  }

  /** A refusal by another service: AWS tries again unless the fault is the subscription's. */
  static DeliveryFailure of(AwsServiceException refused) {
    String code = refused.awsErrorDetails().errorCode();
    return new DeliveryFailure(
        code,
        code + ": " + refused.awsErrorDetails().errorMessage(),
        refused.statusCode() >= 500
            || refused.statusCode() == 429
            || refused.isThrottlingException());
  }

  /** No answer: whether the message arrived is not known, so AWS tries again. */
  static DeliveryFailure of(NoAnswer cut) {
    return new DeliveryFailure("NoAnswer", String.valueOf(cut.getMessage()), true);
  }

  String code() {
    return code;
  }

  boolean retriable() {
    return retriable;
  }
}
