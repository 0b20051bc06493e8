package dev.rehearsal.cloud.kms;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** One KMS key. Its changing fields are guarded by itself. */
final class Key {

  final String id;
  final String arn;
  final String account;
  final KeySpec spec;
  final KeyUsageType usage;
  final KeyManagerType manager;
  final Instant created;
  final Material material;
  final Map<String, String> tags = new TreeMap<>();
  final List<GrantListEntry> grants = new CopyOnWriteArrayList<>();
  final List<Runnable> whenUnusable = new CopyOnWriteArrayList<>();
  volatile String description;
  volatile String policy;
  volatile boolean enabled = true;
  volatile @Nullable Instant deletion;
  volatile boolean rotating;
  volatile int rotationDays = 365;
  volatile Instant lastRotation;

  Key(
      String id,
      String arn,
      String account,
      KeySpec spec,
      KeyUsageType usage,
      KeyManagerType manager,
      Instant created,
      String description,
      String policy) {
    this.id = id;
    this.arn = arn;
    this.account = account;
    this.spec = spec;
    this.usage = usage;
    this.manager = manager;
    this.created = created;
    this.lastRotation = created;
    this.description = description;
    this.policy = policy;
    this.material = Material.of(spec);
  }

  boolean symmetric() {
    return spec == KeySpec.SYMMETRIC_DEFAULT;
  }

  Instant nextRotation() {
    return lastRotation.plus(Duration.ofDays(rotationDays));
  }

  /** Refuses what only an enabled key can do. */
  void checkEnabled() {
    checkNotPendingDeletion();
    if (!enabled) {
      throw KmsErrors.disabled(arn);
    }
  }

  void checkNotPendingDeletion() {
    if (deletion != null) {
      throw KmsErrors.invalidState(arn + " is pending deletion.");
    }
  }

  KeyMetadata describe() {
    KeyState state =
        deletion != null
            ? KeyState.PENDING_DELETION
            : enabled ? KeyState.ENABLED : KeyState.DISABLED;
    KeyMetadata.Builder metadata =
        KeyMetadata.builder()
            .awsAccountId(account)
            .keyId(id)
            .arn(arn)
            .creationDate(created)
            .enabled(state == KeyState.ENABLED)
            .description(description)
            .keyUsage(usage)
            .keyState(state)
            .deletionDate(deletion)
            .origin(OriginType.AWS_KMS)
            .keyManager(manager)
            .customerMasterKeySpec(spec.toString())
            .keySpec(spec)
            .multiRegion(false);
    switch (usage) {
      case ENCRYPT_DECRYPT -> metadata.encryptionAlgorithms(Algorithms.encryption(spec));
      case SIGN_VERIFY -> metadata.signingAlgorithms(Algorithms.signing(spec));
      case GENERATE_VERIFY_MAC -> metadata.macAlgorithms(Algorithms.mac(spec));
      default -> throw new IllegalStateException(usage.toString());
    }
    return metadata.build();
  }
}
