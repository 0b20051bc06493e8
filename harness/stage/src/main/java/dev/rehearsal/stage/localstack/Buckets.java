package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.s3.BucketPolicy;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 in LocalStack. */
final class Buckets extends Adapted<S3Client> implements ResourcePolicies {

  private static final String ARN = "arn:aws:s3:::";

  Buckets(S3Client plain) {
    super(plain);
    on(GetBucketPolicyStatusRequest.class, this::getBucketPolicyStatus);
  }

  /** LocalStack has no such operation: its answer follows from the policy that LocalStack keeps. */
  private GetBucketPolicyStatusResponse getBucketPolicyStatus(
      GetBucketPolicyStatusRequest request) {
    String policy = plain.getBucketPolicy(g -> g.bucket(request.bucket())).policy();
    return GetBucketPolicyStatusResponse.builder()
        .policyStatus(status -> status.isPublic(BucketPolicy.isPublic(policy)))
        .build();
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return arn.startsWith(ARN)
        ? memo.get(arn.substring(ARN.length()).replaceFirst("/.*", ""), this::policy)
        : Optional.empty();
  }

  private Optional<String> policy(String bucket) {
    try {
      return Optional.ofNullable(plain.getBucketPolicy(g -> g.bucket(bucket)).policy());
    } catch (S3Exception none) {
      if (none.statusCode() == 404) {
        return Optional.empty();
      }
      throw none;
    }
  }
}
