package dev.rehearsal.cloud.call;

/** Answers calls: an embedded service, another emulator, or a chain of filters before either. */
@FunctionalInterface
public interface CallHandler {

  /**
   * Answers one call.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException the error AWS would answer
   */
  CallResult handle(AwsCall call);
}
