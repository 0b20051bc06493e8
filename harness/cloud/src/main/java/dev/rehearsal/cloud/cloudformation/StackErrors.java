package dev.rehearsal.cloud.cloudformation;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;

/** The errors of CloudFormation. */
final class StackErrors {

  private StackErrors() {}

  static AwsServiceException invalid(String message) {
    return AwsError.of("ValidationError", 400, message);
  }

  static AwsServiceException template(String message) {
    return invalid("Template format error: " + message);
  }

  static AwsServiceException exists(String name) {
    return AwsError.of(
        AlreadyExistsException.builder(),
        "AlreadyExistsException",
        400,
        "Stack [" + name + "] already exists");
  }

  static AwsServiceException missing(String name) {
    return invalid("Stack with id " + name + " does not exist");
  }

  static AwsServiceException noStack(String name) {
    return invalid("Stack [" + name + "] does not exist");
  }

  static AwsServiceException noExport(String name) {
    return invalid("No export named " + name + " found.");
  }

  static AwsServiceException noChangeSet(String name) {
    return AwsError.of(
        ChangeSetNotFoundException.builder(),
        "ChangeSetNotFound",
        404,
        "ChangeSet [" + name + "] does not exist");
  }

  static AwsServiceException changeSetExists(String id) {
    return AwsError.of(
        AlreadyExistsException.builder(),
        "AlreadyExistsException",
        400,
        "ChangeSet " + id + " already exists");
  }

  static AwsServiceException changeSetStatus(String message) {
    return AwsError.of(
        InvalidChangeSetStatusException.builder(), "InvalidChangeSetStatus", 400, message);
  }

  static AwsServiceException capabilities(String needed) {
    return AwsError.of(
        InsufficientCapabilitiesException.builder(),
        "InsufficientCapabilitiesException",
        400,
        "Requires capabilities : [" + needed + "]");
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded CloudFormation does not implement " + what + ".");
  }
}
