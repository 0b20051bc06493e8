package dev.rehearsal.cloud.accessanalyzer;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.accessanalyzer.model.ConflictException;
import software.amazon.awssdk.services.accessanalyzer.model.ResourceNotFoundException;
import software.amazon.awssdk.services.accessanalyzer.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.accessanalyzer.model.ValidationException;

/** The errors of Access Analyzer. */
final class AnalyzerErrors {

  private AnalyzerErrors() {}

  static AwsServiceException missing(String kind, String id) {
    return AwsError.of(
        ResourceNotFoundException.builder().resourceId(id).resourceType(kind),
        "ResourceNotFoundException",
        404,
        kind + " not found: " + id);
  }

  static AwsServiceException conflict(String kind, String id) {
    return AwsError.of(
        ConflictException.builder().resourceId(id).resourceType(kind),
        "ConflictException",
        409,
        kind + " already exists: " + id);
  }

  static AwsServiceException quota(String id) {
    return AwsError.of(
        ServiceQuotaExceededException.builder().resourceId(id).resourceType("Analyzer"),
        "ServiceQuotaExceededException",
        402,
        "Analyzer creation limit exceeded: an account has one analyzer of type ACCOUNT a region.");
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(
        ValidationException.builder().reason("other"), "ValidationException", 400, message);
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded Access Analyzer does not implement " + what + ".");
  }
}
