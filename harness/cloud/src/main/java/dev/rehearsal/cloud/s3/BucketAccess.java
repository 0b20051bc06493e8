package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.CallScope;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAclRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyStatusResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketAclRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAclResponse;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;

/** Who may reach a bucket: policy, public access block, ownership, access lists, encryption. */
interface BucketAccess extends S3Client {

  int LONGEST_POLICY = 20 * 1024;

  Buckets buckets();

  @Override
  default GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest request) {
    return GetBucketPolicyResponse.builder()
        .policy(policy(buckets().get(request.bucket())))
        .build();
  }

  @Override
  default GetBucketPolicyStatusResponse getBucketPolicyStatus(
      GetBucketPolicyStatusRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    boolean open = BucketPolicy.parse(policy(bucket), bucket).isPublic();
    return GetBucketPolicyStatusResponse.builder().policyStatus(p -> p.isPublic(open)).build();
  }

  @Override
  default PutBucketPolicyResponse putBucketPolicy(PutBucketPolicyRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    String text = String.valueOf(request.policy());
    if (text.length() > LONGEST_POLICY) {
      throw S3Errors.of("PolicyTooLarge", 400, "Policy exceeds the maximum allowed document size.");
    }
    BucketPolicy policy = BucketPolicy.parse(text, bucket);
    if (policy.isPublic() && buckets().blocked(bucket).blockPublicPolicy()) {
      String who = CallScope.current().map(call -> call.caller().arn()).orElse("unknown");
      throw S3Errors.denied(
          "User: "
              + who
              + " is not authorized to perform: s3:PutBucketPolicy on resource: \""
              + bucket.arn()
              + "\" because public policies are prevented by the BlockPublicPolicy setting in S3"
              + " Block Public Access.");
    }
    bucket.policy = text;
    return PutBucketPolicyResponse.builder().build();
  }

  @Override
  default DeleteBucketPolicyResponse deleteBucketPolicy(DeleteBucketPolicyRequest request) {
    buckets().get(request.bucket()).policy = null;
    return DeleteBucketPolicyResponse.builder().build();
  }

  private static String policy(Bucket bucket) {
    return Optional.ofNullable(bucket.policy)
        .orElseThrow(
            () -> S3Errors.of("NoSuchBucketPolicy", 404, "The bucket policy does not exist"));
  }

  @Override
  default GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (bucket.configurations.get(Configuration.PUBLIC_ACCESS_BLOCK)
        instanceof PublicAccessBlockConfiguration block) {
      return GetPublicAccessBlockResponse.builder().publicAccessBlockConfiguration(block).build();
    }
    throw Configuration.PUBLIC_ACCESS_BLOCK.missing();
  }

  @Override
  default PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest request) {
    PublicAccessBlockConfiguration asked = request.publicAccessBlockConfiguration();
    if (asked == null) {
      throw S3Errors.malformed();
    }
    buckets()
        .get(request.bucket())
        .configurations
        .put(Configuration.PUBLIC_ACCESS_BLOCK, complete(asked));
    return PutPublicAccessBlockResponse.builder().build();
  }

  @Override
  default DeletePublicAccessBlockResponse deletePublicAccessBlock(
      DeletePublicAccessBlockRequest request) {
    buckets().get(request.bucket()).configurations.remove(Configuration.PUBLIC_ACCESS_BLOCK);
    return DeletePublicAccessBlockResponse.builder().build();
  }

  /** Settings that a request leaves out are off. */
  static PublicAccessBlockConfiguration complete(PublicAccessBlockConfiguration asked) {
    return PublicAccessBlockConfiguration.builder()
        .blockPublicAcls(Boolean.TRUE.equals(asked.blockPublicAcls()))
        .ignorePublicAcls(Boolean.TRUE.equals(asked.ignorePublicAcls()))
        .blockPublicPolicy(Boolean.TRUE.equals(asked.blockPublicPolicy()))
        .restrictPublicBuckets(Boolean.TRUE.equals(asked.restrictPublicBuckets()))
        .build();
  }

  @Override
  default GetBucketOwnershipControlsResponse getBucketOwnershipControls(
      GetBucketOwnershipControlsRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (bucket.configurations.get(Configuration.OWNERSHIP) instanceof OwnershipControls controls) {
      return GetBucketOwnershipControlsResponse.builder().ownershipControls(controls).build();
    }
    throw Configuration.OWNERSHIP.missing();
  }

  @Override
  default PutBucketOwnershipControlsResponse putBucketOwnershipControls(
      PutBucketOwnershipControlsRequest request) {
    if (request.ownershipControls() == null || request.ownershipControls().rules().size() != 1) {
      throw S3Errors.malformed();
    }
    buckets()
        .get(request.bucket())
        .configurations
        .put(Configuration.OWNERSHIP, request.ownershipControls());
    return PutBucketOwnershipControlsResponse.builder().build();
  }

  @Override
  default DeleteBucketOwnershipControlsResponse deleteBucketOwnershipControls(
      DeleteBucketOwnershipControlsRequest request) {
    buckets().get(request.bucket()).configurations.remove(Configuration.OWNERSHIP);
    return DeleteBucketOwnershipControlsResponse.builder().build();
  }

  @Override
  default GetBucketAclResponse getBucketAcl(GetBucketAclRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    AccessControlPolicy list =
        bucket.configurations.get(Configuration.ACL) instanceof AccessControlPolicy kept
                && !AccessLists.ownerEnforced(bucket)
            ? kept
            : AccessLists.ofOwner(buckets());
    return Members.copy(list, GetBucketAclResponse.builder()).build();
  }

  @Override
  default PutBucketAclResponse putBucketAcl(PutBucketAclRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    if (request.grantRead() != null
        || request.grantWrite() != null
        || request.grantFullControl() != null
        || request.grantReadACP() != null
        || request.grantWriteACP() != null) {
      throw S3Errors.notServed("grants in headers: send an AccessControlPolicy");
    }
    if (request.aclAsString() != null) {
      AccessLists.set(buckets(), bucket, request.aclAsString());
    } else if (request.accessControlPolicy() != null) {
      AccessLists.set(buckets(), bucket, request.accessControlPolicy());
    } else {
      throw S3Errors.of("MissingSecurityHeader", 400, "Your request was missing a required header");
    }
    return PutBucketAclResponse.builder().build();
  }

  @Override
  default GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest request) {
    Bucket bucket = buckets().get(request.bucket());
    return GetBucketEncryptionResponse.builder()
        .serverSideEncryptionConfiguration(
            (ServerSideEncryptionConfiguration)
                bucket.configurations.getOrDefault(Configuration.ENCRYPTION, S3Defaults.ENCRYPTION))
        .build();
  }

  @Override
  default PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest request) {
    ServerSideEncryptionConfiguration asked = request.serverSideEncryptionConfiguration();
    if (asked == null || asked.rules().size() != 1) {
      throw S3Errors.malformed();
    }
    var byDefault = asked.rules().get(0).applyServerSideEncryptionByDefault();
    if (byDefault != null
        && "AES256".equals(byDefault.sseAlgorithmAsString())
        && byDefault.kmsMasterKeyID() != null) {
      throw S3Errors.invalid(
          "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or"
              + " aws:kms:dsse");
    }
    if (byDefault != null && "aws:kms:dsse".equals(byDefault.sseAlgorithmAsString())) {
      throw S3Errors.notServed("the server-side encryption aws:kms:dsse");
    }
    buckets()
        .get(request.bucket())
        .configurations
        .put(
            Configuration.ENCRYPTION,
            asked.copy(
                c ->
                    c.rules(
                        asked
                            .rules()
                            .get(0)
                            .copy(
                                r ->
                                    r.bucketKeyEnabled(
                                            Boolean.TRUE.equals(
                                                asked.rules().get(0).bucketKeyEnabled()))
                                        .applyServerSideEncryptionByDefault(
                                            byDefault != null
                                                ? byDefault
                                                : S3Defaults.ENCRYPTION
                                                    .rules()
                                                    .get(0)
                                                    .applyServerSideEncryptionByDefault())))));
    return PutBucketEncryptionResponse.builder().build();
  }

  @Override
  default DeleteBucketEncryptionResponse deleteBucketEncryption(
      DeleteBucketEncryptionRequest request) {
    buckets()
        .get(request.bucket())
        .configurations
        .put(Configuration.ENCRYPTION, S3Defaults.ENCRYPTION);
    return DeleteBucketEncryptionResponse.builder().build();
  }
}
