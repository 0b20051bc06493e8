package dev.rehearsal.cloud.cognito;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AliasExistsException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.EnableSoftwareTokenMfaException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExpiredCodeException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SoftwareTokenMfaNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

/** The errors of Cognito user pools, in its own words. */
final class CognitoErrors {

  private CognitoErrors() {}

  static AwsServiceException notFound(String message) {
    return AwsError.of(
        ResourceNotFoundException.builder(), "ResourceNotFoundException", 400, message);
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(
        InvalidParameterException.builder(), "InvalidParameterException", 400, message);
  }

  static AwsServiceException notAuthorized(String message) {
    return AwsError.of(NotAuthorizedException.builder(), "NotAuthorizedException", 400, message);
  }

  static AwsServiceException userNotFound() {
    return AwsError.of(
        UserNotFoundException.builder(), "UserNotFoundException", 400, "User does not exist.");
  }

  static AwsServiceException usernameExists(String message) {
    return AwsError.of(UsernameExistsException.builder(), "UsernameExistsException", 400, message);
  }

  static AwsServiceException aliasExists() {
    return AwsError.of(
        AliasExistsException.builder(),
        "AliasExistsException",
        400,
        "An account with the given email already exists.");
  }

  static AwsServiceException invalidPassword(String message) {
    return AwsError.of(
        InvalidPasswordException.builder(), "InvalidPasswordException", 400, message);
  }

  static AwsServiceException codeMismatch() {
    return AwsError.of(
        CodeMismatchException.builder(),
        "CodeMismatchException",
        400,
        "Invalid verification code provided, please try again.");
  }

  /** A code of an app that is being set up. */
  static AwsServiceException tokenMismatch() {
    return AwsError.of(
        EnableSoftwareTokenMfaException.builder(),
        "EnableSoftwareTokenMFAException",
        400,
        "Code mismatch");
  }

  static AwsServiceException softwareTokenMissing(String message) {
    return AwsError.of(
        SoftwareTokenMfaNotFoundException.builder(),
        "SoftwareTokenMFANotFoundException",
        400,
        message);
  }

  static AwsServiceException usedCode() {
    return AwsError.of(
        ExpiredCodeException.builder(),
        "ExpiredCodeException",
        400,
        "Your software token has already been used once.");
  }

  static AwsServiceException expiredCode() {
    return AwsError.of(
        ExpiredCodeException.builder(),
        "ExpiredCodeException",
        400,
        "Invalid code provided, please request a code again.");
  }

  static AwsServiceException notConfirmed() {
    return AwsError.of(
        UserNotConfirmedException.builder(),
        "UserNotConfirmedException",
        400,
        "User is not confirmed.");
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded Cognito does not implement " + what + ".");
  }
}
