package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.kms.KeyFinder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/** KMS in LocalStack. Its grants are not part of a key's policy here. */
final class Keys extends Adapted<KmsClient> implements ResourcePolicies, KeyFinder {

  /** A ciphertext of LocalStack begins with the id of its key. */
  private static final Pattern KEY_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int ID_LENGTH = 36;

  Keys(KmsClient plain) {
    super(plain);
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return memo.get("policy " + arn, any -> known(kms -> policy(kms, arn)));
  }

  @Override
  public Optional<String> keyArn(String reference) {
    return memo.get(
        "key " + reference,
        any -> known(kms -> kms.describeKey(d -> d.keyId(reference)).keyMetadata().arn()));
  }

  @Override
  public Optional<String> keyArnOf(byte[] ciphertext) {
    if (ciphertext.length < ID_LENGTH) {
      return Optional.empty();
    }
    String id = new String(ciphertext, 0, ID_LENGTH, StandardCharsets.US_ASCII);
    return KEY_ID.matcher(id).matches() ? keyArn(id) : Optional.empty();
  }

  private static String policy(KmsClient kms, String arn) {
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    return kms.getKeyPolicy(g -> g.keyId(id).policyName("default")).policy();
  }

  private Optional<String> known(Function<KmsClient, String> ask) {
    try {
      return Optional.of(ask.apply(plain));
    } catch (KmsException unknown) {
      if (unknown.statusCode() == 400) {
        return Optional.empty();
      }
      throw unknown;
    }
  }
}
