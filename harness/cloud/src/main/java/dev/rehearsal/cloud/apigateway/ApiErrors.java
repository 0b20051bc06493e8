package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.ConflictException;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;

/** The errors of the control plane. */
final class ApiErrors {

  private ApiErrors() {}

  static AwsServiceException notFound(String kind, String id) {
    return AwsError.of(
        NotFoundException.builder(),
        "NotFoundException",
        404,
        "Invalid " + kind + " identifier specified " + id);
  }

  static AwsServiceException badRequest(String message) {
    return AwsError.of(BadRequestException.builder(), "BadRequestException", 400, message);
  }

  static AwsServiceException conflict(String message) {
    return AwsError.of(ConflictException.builder(), "ConflictException", 409, message);
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded API Gateway does not implement " + what + ".");
  }
}
