package dev.rehearsal.cloud.call;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** A service whose resources carry policies of their own: queues, topics, buckets, keys. */
public interface ResourcePolicies {

  /**
   * The policy of a resource, as JSON.
   *
   * @param arn the resource's ARN; for S3, a bucket's or an object's
   * @return empty where the resource has no policy or does not exist
   */
  Optional<String> resourcePolicy(String arn);

  /**
   * What a service that calls is told of a resource that is not there.
   *
   * @return empty where it is there, or where AWS refuses as if it were
   */
  default Optional<AwsServiceException> missing(String arn) {
    return Optional.empty();
  }
}
