package dev.rehearsal.cloud.call;

import java.util.Optional;

/** A service whose resources carry policies of their own: queues, topics, buckets, keys. */
public interface ResourcePolicies {

  /**
   * The policy of a resource, as JSON.
   *
   * @param arn the resource's ARN; for S3, a bucket's or an object's
   * @return empty where the resource has no policy or does not exist
   */
  Optional<String> resourcePolicy(String arn);
}
