package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.call.AwsError;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The errors of SQS, worded as AWS words them. */
final class SqsErrors {

  static final String PREFIX = "AWS.SimpleQueueService.";

  private SqsErrors() {}

  static AwsServiceException noQueue() {
    return AwsError.of(
        QueueDoesNotExistException.builder(),
        PREFIX + "NonExistentQueue",
        400,
        "The specified queue does not exist.");
  }

  static AwsServiceException missing(String parameter) {
    return AwsError.of(
        SqsException.builder(),
        "MissingParameter",
        400,
        "The request must contain the parameter " + parameter + ".");
  }

  static AwsServiceException value(Object value, String parameter, String reason) {
    return parameter(
        "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
  }

  static AwsServiceException parameter(String message) {
    return AwsError.of(SqsException.builder(), "InvalidParameterValue", 400, message);
  }

  static AwsServiceException attributeName(String name) {
    return AwsError.of(
        InvalidAttributeNameException.builder(),
        "InvalidAttributeName",
        400,
        "Unknown Attribute " + name + ".");
  }

  static AwsServiceException attributeValue(String name) {
    return AwsError.of(
        InvalidAttributeValueException.builder(),
        "InvalidAttributeValue",
        400,
        "Invalid value for the parameter " + name + ".");
  }

  static AwsServiceException receiptHandle(String handle) {
    return AwsError.of(
        ReceiptHandleIsInvalidException.builder(),
        "ReceiptHandleIsInvalid",
        404,
        "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
  }

  static AwsServiceException notInFlight(String handle) {
    return AwsError.of(
        MessageNotInflightException.builder(),
        PREFIX + "MessageNotInflight",
        400,
        "Value "
            + handle
            + " for parameter ReceiptHandle is invalid. Reason: Message does not"
            + " exist or is not available for visibility timeout change.");
  }

  static AwsServiceException contents(int point) {
    return AwsError.of(
        InvalidMessageContentsException.builder(),
        "InvalidMessageContents",
        400,
        "Invalid binary character '#x"
            + Integer.toHexString(point).toUpperCase(Locale.ROOT)
            + "' was found in the message body, the set of allowed characters is #x9 | #xA | #xD |"
            + " #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
  }

  static AwsServiceException noResource(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 404, message);
  }
}
