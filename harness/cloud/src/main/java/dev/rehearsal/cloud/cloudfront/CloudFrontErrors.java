package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudfront.model.InvalidArgumentException;
import software.amazon.awssdk.services.cloudfront.model.InvalidIfMatchVersionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;

/** The errors of CloudFront's control plane. */
final class CloudFrontErrors {

  private CloudFrontErrors() {}

  static AwsServiceException noSuchDistribution() {
    return AwsError.of(
        NoSuchDistributionException.builder(),
        "NoSuchDistribution",
        404,
        "The specified distribution does not exist.");
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(InvalidArgumentException.builder(), "InvalidArgument", 400, message);
  }

  static AwsServiceException preconditionFailed() {
    return AwsError.of(
        PreconditionFailedException.builder(),
        "PreconditionFailed",
        412,
        "The request failed because it didn't meet the preconditions in one or more request-header"
            + " fields.");
  }

  static AwsServiceException noIfMatch() {
    return AwsError.of(
        InvalidIfMatchVersionException.builder(),
        "InvalidIfMatchVersion",
        400,
        "The If-Match version is missing or not valid for the resource.");
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded CloudFront does not implement " + what + ".");
  }
}
