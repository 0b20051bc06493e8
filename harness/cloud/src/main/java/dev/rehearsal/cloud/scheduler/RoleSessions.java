package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import software.amazon.awssdk.services.sts.StsClient;

/** Assumes roles for a service that calls targets, through STS as AWS does. */
public final class RoleSessions {

  private final Surroundings aws;
  private final String principal;

  public RoleSessions(Surroundings aws, String principal) {
    this.aws = aws;
    this.principal = principal;
  }

  /**
   * A session of a role.
   *
   * @param sourceArn what the service acts for
   * @throws AwsServiceException where the role does not trust the service
   */
  public Caller assume(String roleArn, String sourceArn, String sessionName) {
    String key =
        aws.client(StsClient.class, aws.service(principal, sourceArn))
            .assumeRole(a -> a.roleArn(roleArn).roleSessionName(sessionName))
            .credentials()
            .accessKeyId();
    return aws.accessKeys()
        .find(key)
        .map(AccessKeys.Key::owner)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "STS answered access key " + key + ", which it has not registered."));
  }
}
