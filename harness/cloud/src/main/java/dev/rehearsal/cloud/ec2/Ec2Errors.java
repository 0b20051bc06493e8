package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.call.AwsError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The errors that EC2 answers. */
final class Ec2Errors {

  private Ec2Errors() {}

  static AwsServiceException of(String code, String message) {
    return AwsError.of(code, 400, message);
  }

  static AwsServiceException invalid(String message) {
    return of("InvalidParameterValue", message);
  }

  static AwsServiceException missing(String parameter) {
    return of("MissingParameter", "The request must contain the parameter " + parameter);
  }

  static AwsServiceException inUse(String message) {
    return of("DependencyViolation", message);
  }

  /** A parameter that would change what happens, and that the embedded EC2 does not serve. */
  static AwsServiceException notHere(String parameter) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded EC2 does not implement the parameter " + parameter);
  }

  static void refuse(@Nullable Object value, String parameter) {
    if (value != null) {
      throw notHere(parameter);
    }
  }

  static String required(@Nullable String value, String parameter) {
    if (value == null || value.isEmpty()) {
      throw missing(parameter);
    }
    return value;
  }

  /** Reads a block of addresses; an error names the parameter it stood in. */
  static Cidr cidr(String text, String parameter) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw of(
          "InvalidParameterValue",
          "Value ("
              + text
              + ") for parameter "
              + parameter
              + " is invalid. This is not a valid"
              + " CIDR block.");
    }
  }
}
