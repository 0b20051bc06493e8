package dev.rehearsal.cloud.call;

/** A station that every call passes: recording, authorisation, faults, routing. */
@FunctionalInterface
public interface CallFilter {

  /**
   * Answers the call itself or passes it on to {@code next}, at most once per attempt.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException the error AWS would answer
   */
  CallResult apply(AwsCall call, CallHandler next);
}
