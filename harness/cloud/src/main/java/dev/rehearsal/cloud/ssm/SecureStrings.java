package dev.rehearsal.cloud.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Encrypts SecureString values under a customer's key, as the caller. Values under {@code
 * alias/aws/ssm} stay as they are: everybody who may read the parameter may use that key.
 */
final class SecureStrings {

  static final String AWS_KEY = "alias/aws/ssm";

  private final Surroundings aws;

  SecureStrings(Surroundings aws) {
    this.aws = aws;
  }

  @Nullable SdkBytes encrypt(String keyId, String arn, String value) {
    if (keyId.equals(AWS_KEY)) {
      return null;
    }
    return kms()
        .encrypt(
            e ->
                e.keyId(keyId)
                    .plaintext(SdkBytes.fromUtf8String(value))
                    .encryptionContext(Map.of("PARAMETER_ARN", arn)))
        .ciphertextBlob();
  }

  /** The value in clear. */
  String decrypt(StoredParameter.Version version, String arn) {
    SdkBytes cipher = version.cipher();
    return cipher == null
        ? version.value()
        : kms()
            .decrypt(d -> d.ciphertextBlob(cipher).encryptionContext(Map.of("PARAMETER_ARN", arn)))
            .plaintext()
            .asUtf8String();
  }

  /** What a reader without decryption gets. */
  static String opaque(StoredParameter.Version version) {
    byte[] bytes =
        version.cipher() == null
            ? ("aws/ssm:" + Integer.toHexString(version.value().hashCode())).getBytes(UTF_8)
            : version.cipher().asByteArray();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private KmsClient kms() {
    Caller caller =
        CallScope.current()
            .map(AwsCall::caller)
            .orElseGet(() -> aws.service("ssm.amazonaws.com", null));
    return aws.client(KmsClient.class, caller);
  }
}
