package dev.rehearsal.cloud.kms;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.ResourcePolicies;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** AWS Key Management Service. */
public final class Kms
    implements KeyOperations,
        KeySettings,
        EncryptOperations,
        SignOperations,
        ResourcePolicies,
        KeyFinder {

  private final Keys keys;

  public Kms(Surroundings aws) {
    this.keys = new Keys(aws);
  }

  @Override
  public Keys keys() {
    return keys;
  }

  /** The policy of a key, by its ARN, with its grants as further statements. */
  @Override
  public Optional<String> resourcePolicy(String arn) {
    return keyArn(arn)
        .map(known -> keys.byId(known.substring(known.lastIndexOf('/') + 1)))
        .map(KeyPolicies::effective);
  }

  @Override
  public Optional<String> keyArn(String reference) {
    try {
      return Optional.of(keys.get(reference).arn);
    } catch (AwsServiceException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> keyArnOf(byte[] ciphertext) {
    try {
      return Optional.ofNullable(keys.byId(Ciphertext.parse(ciphertext).keyId()))
          .map(key -> key.arn);
    } catch (AwsServiceException foreign) {
      return Optional.empty();
    }
  }

  /**
   * Why services can't use a key on their customers' behalf, as a sentence; empty where they can.
   *
   * @param reference an id, an ARN or an alias
   */
  public Optional<String> unusable(String reference) {
    try {
      keys.get(reference).checkEnabled();
      return Optional.empty();
    } catch (AwsServiceException why) {
      return Optional.of(why.awsErrorDetails().errorMessage());
    }
  }

  /** Runs {@code task} each time that a key becomes unusable. */
  public void whenUnusable(String reference, Runnable task) {
    keys.get(reference).whenUnusable.add(task);
  }

  @Override
  public String serviceName() {
    return "kms";
  }

  @Override
  public void close() {}
}
