package dev.rehearsal.cloud.s3;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * Server-side encryption. Bytes lie in the stage's own folder as they are; what a rehearsal can see
 * is real: KMS is asked for a data key at each write and to decrypt it at each read, with the
 * permissions of whoever writes or reads.
 */
final class Encryption {

  private static final String KMS = "aws:kms";

  private final Surroundings aws;

  Encryption(Surroundings aws) {
    this.aws = aws;
  }

  /**
   * How one object is encrypted.
   *
   * @param keyArn the KMS key; null for S3's own keys
   * @param keyBlob the encrypted data key; null for S3's own keys
   */
  record Chosen(
      String algorithm, @Nullable String keyArn, boolean bucketKey, byte @Nullable [] keyBlob) {

    Map<String, Object> members() {
      Map<String, Object> members = new HashMap<>();
      members.put("ServerSideEncryption", algorithm);
      if (keyArn != null) {
        members.put("SSEKMSKeyId", keyArn);
        if (bucketKey) {
          members.put("BucketKeyEnabled", true);
        }
      }
      return members;
    }
  }

  /** Chooses by the request, else by the bucket's default; asks KMS for the data key. */
  Chosen choose(
      Bucket bucket,
      String key,
      @Nullable String asked,
      @Nullable String askedKey,
      @Nullable Boolean askedBucketKey) {
    ServerSideEncryptionRule rule = rule(bucket);
    ServerSideEncryptionByDefault byDefault = rule.applyServerSideEncryptionByDefault();
    String algorithm = asked != null ? asked : byDefault.sseAlgorithmAsString();
    if (algorithm.equals("AES256")) {
      if (askedKey != null) {
        throw S3Errors.invalid(
            "Server Side Encryption with KMS managed key requires HTTP header"
                + " x-amz-server-side-encryption : aws:kms");
      }
      return new Chosen(algorithm, null, false, null);
    }
    if (!algorithm.equals(KMS)) {
      throw S3Errors.notServed("the server-side encryption " + algorithm);
    }
    String keyId = askedKey != null ? askedKey : asked != null ? null : byDefault.kmsMasterKeyID();
    if (keyId == null && byDefault.sseAlgorithmAsString().equals(KMS)) {
      keyId = byDefault.kmsMasterKeyID();
    }
    boolean bucketKey =
        Boolean.TRUE.equals(askedBucketKey != null ? askedBucketKey : rule.bucketKeyEnabled());
    String wanted = keyId == null ? "alias/aws/s3" : keyId;
    try {
      GenerateDataKeyResponse dataKey =
          kms(bucket)
              .generateDataKey(
                  g ->
                      g.keyId(wanted)
                          .keySpec(DataKeySpec.AES_256)
                          .encryptionContext(context(bucket, key, bucketKey)));
      return new Chosen(
          algorithm, dataKey.keyId(), bucketKey, dataKey.ciphertextBlob().asByteArray());
    } catch (AwsServiceException refused) {
      throw ofKms(refused);
    }
  }

  /** Asks KMS for the data key of an object that is about to be read. */
  void open(Bucket bucket, StoredObject object) {
    byte[] blob = object.keyBlob();
    if (blob == null) {
      return;
    }
    boolean bucketKey = Boolean.TRUE.equals(object.members().get("BucketKeyEnabled"));
    try {
      kms(bucket)
          .decrypt(
              d ->
                  d.ciphertextBlob(SdkBytes.fromByteArray(blob))
                      .encryptionContext(context(bucket, object.key(), bucketKey)));
    } catch (AwsServiceException refused) {
      throw ofKms(refused);
    }
  }

  private static ServerSideEncryptionRule rule(Bucket bucket) {
    return bucket.configurations.get(Configuration.ENCRYPTION)
                instanceof ServerSideEncryptionConfiguration configured
            && configured.hasRules()
            && !configured.rules().isEmpty()
        ? configured.rules().get(0)
        : S3Defaults.ENCRYPTION.rules().get(0);
  }

  private static Map<String, String> context(Bucket bucket, String key, boolean bucketKey) {
    return Map.of("aws:s3:arn", bucketKey ? bucket.arn() : bucket.arn(key));
  }

  private KmsClient kms(Bucket bucket) {
    Caller caller =
        CallScope.current()
            .<Caller>map(call -> call.caller())
            .orElseGet(() -> aws.service("s3.amazonaws.com", bucket.arn()));
    return aws.client(KmsClient.class, caller, bucket.region);
  }

  private static AwsServiceException ofKms(AwsServiceException refused) {
    String code = refused.awsErrorDetails().errorCode();
    boolean denied = code.startsWith("AccessDenied");
    return AwsError.of(
        S3Exception.builder(),
        denied ? "AccessDenied" : "KMS." + code,
        denied ? 403 : 400,
        refused.awsErrorDetails().errorMessage());
  }
}
