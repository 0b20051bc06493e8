package dev.rehearsal.cloud.config;

import dev.rehearsal.cloud.call.AwsError;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.model.InvalidParameterValueException;
import software.amazon.awssdk.services.config.model.MaxNumberOfConfigurationRecordersExceededException;
import software.amazon.awssdk.services.config.model.MaxNumberOfDeliveryChannelsExceededException;
import software.amazon.awssdk.services.config.model.NoAvailableConfigurationRecorderException;
import software.amazon.awssdk.services.config.model.NoAvailableDeliveryChannelException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.NoSuchConfigurationRecorderException;
import software.amazon.awssdk.services.config.model.NoSuchDeliveryChannelException;
import software.amazon.awssdk.services.config.model.ResourceNotDiscoveredException;
import software.amazon.awssdk.services.config.model.ResourceNotFoundException;

/** The errors of Config. */
final class ConfigErrors {

  private ConfigErrors() {}

  static AwsServiceException noRecorder(String name) {
    return AwsError.of(
        NoSuchConfigurationRecorderException.builder(),
        "NoSuchConfigurationRecorderException",
        400,
        "Cannot find configuration recorder with the specified name '" + name + "'.");
  }

  static AwsServiceException recorderMissing() {
    return AwsError.of(
        NoAvailableConfigurationRecorderException.builder(),
        "NoAvailableConfigurationRecorderException",
        400,
        "Configuration recorder is not available to put delivery channel or rules.");
  }

  static AwsServiceException recorderTaken(String name) {
    return AwsError.of(
        MaxNumberOfConfigurationRecordersExceededException.builder(),
        "MaxNumberOfConfigurationRecordersExceededException",
        400,
        "Failed to put configuration recorder '"
            + name
            + "' because the maximum number of configuration recorders: 1 is reached.");
  }

  static AwsServiceException noChannel(String name) {
    return AwsError.of(
        NoSuchDeliveryChannelException.builder(),
        "NoSuchDeliveryChannelException",
        400,
        "Cannot find delivery channel with specified name '" + name + "'.");
  }

  static AwsServiceException channelMissing() {
    return AwsError.of(
        NoAvailableDeliveryChannelException.builder(),
        "NoAvailableDeliveryChannelException",
        400,
        "Delivery channel is not available to start configuration recorder.");
  }

  static AwsServiceException channelTaken(String name) {
    return AwsError.of(
        MaxNumberOfDeliveryChannelsExceededException.builder(),
        "MaxNumberOfDeliveryChannelsExceededException",
        400,
        "Failed to put delivery channel '"
            + name
            + "' because the maximum number of delivery channels: 1 is reached.");
  }

  static AwsServiceException noRule(String name) {
    return AwsError.of(
        NoSuchConfigRuleException.builder(),
        "NoSuchConfigRuleException",
        400,
        "The ConfigRule '"
            + name
            + "' provided in the request is invalid. Please check the"
            + " configRule name");
  }

  static AwsServiceException notDiscovered(String type, String id) {
    return AwsError.of(
        ResourceNotDiscoveredException.builder(),
        "ResourceNotDiscoveredException",
        400,
        "Resource " + id + " of resourceType:" + type + " is unknown or has not been discovered");
  }

  static AwsServiceException notFound(String arn) {
    return AwsError.of(
        ResourceNotFoundException.builder(),
        "ResourceNotFoundException",
        400,
        "The resource " + arn + " does not exist.");
  }

  static AwsServiceException invalid(String message) {
    return AwsError.of(
        InvalidParameterValueException.builder(), "InvalidParameterValueException", 400, message);
  }

  static AwsServiceException notHere(String what) {
    return AwsError.of(
        "NotImplemented", 501, "The embedded Config does not implement " + what + ".");
  }
}
