package dev.rehearsal.cloud.cloudformation;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;

/**
 * Where a resource is made, and as whom.
 *
 * @param caller who deploys the stack, or the role that was passed: IAM asks what it may
 */
record Site(Surroundings aws, Caller caller, String stackName, String logicalId) {

  <C extends SdkClient> C client(Class<C> type) {
    return aws.client(type, caller);
  }

  /** The name given, or one that nothing else has. */
  String name(@Nullable String given) {
    return given == null ? stackName + "-" + logicalId + "-" + aws.ids().upper(12) : given;
  }

  /** Does what needs the resource to be there; that it is not is no failure. */
  static void ifThere(Runnable work) {
    try {
      work.run();
    } catch (AwsServiceException failed) {
      String code = failed.awsErrorDetails() == null ? "" : failed.awsErrorDetails().errorCode();
      if (failed.statusCode() != 404
          && !String.valueOf(code)
              .matches("(?i).*(NotFound|NonExistent|NoSuch|Nonexistent|DoesNotExist).*")) {
        throw failed;
      }
    }
  }
}
