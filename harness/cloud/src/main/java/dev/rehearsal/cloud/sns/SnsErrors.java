package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** The errors of SNS, worded as AWS words them. */
final class SnsErrors {

  private SnsErrors() {}

  static AwsServiceException notFound(String what) {
    return AwsError.of(NotFoundException.builder(), "NotFound", 404, what + " does not exist");
  }

  static AwsServiceException invalid(String what) {
    return AwsError.of(
        InvalidParameterException.builder(), "InvalidParameter", 400, "Invalid parameter: " + what);
  }
}
