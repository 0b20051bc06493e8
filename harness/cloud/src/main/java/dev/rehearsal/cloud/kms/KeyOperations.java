package dev.rehearsal.cloud.kms;

import dev.rehearsal.cloud.call.AwsError;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionResponse;

/** The life of keys. */
interface KeyOperations extends KmsClient {

  Keys keys();

  @Override
  default CreateKeyResponse createKey(CreateKeyRequest request) {
    if (Boolean.TRUE.equals(request.multiRegion())) {
      throw KmsErrors.unsupported("The embedded KMS makes no multi-Region keys.");
    }
    if ((request.origin() != null && request.origin() != OriginType.AWS_KMS)
        || request.customKeyStoreId() != null) {
      throw KmsErrors.unsupported("The embedded KMS makes keys of the origin AWS_KMS only.");
    }
    KeySpec spec =
        request.keySpec() != null
            ? request.keySpec()
            : request.customerMasterKeySpecAsString() != null
                ? KeySpec.fromValue(request.customerMasterKeySpecAsString())
                : KeySpec.SYMMETRIC_DEFAULT;
    if (request.keyUsage() == null && spec != KeySpec.SYMMETRIC_DEFAULT) {
      throw KmsErrors.invalid(
          "You must specify a KeyUsage value for all KMS keys except for"
              + " symmetric encryption keys.");
    }
    KeyUsageType usage =
        request.keyUsage() == null ? KeyUsageType.ENCRYPT_DECRYPT : request.keyUsage();
    Algorithms.check(spec, usage);
    if (request.policy() != null) {
      KeyPolicies.check(request.policy());
    }
    Key key =
        keys()
            .create(
                spec,
                usage,
                KeyManagerType.CUSTOMER,
                request.description() == null ? "" : request.description(),
                request.policy());
    for (Tag tag : request.tags()) {
      key.tags.put(tag.tagKey(), tag.tagValue());
    }
    return CreateKeyResponse.builder().keyMetadata(key.describe()).build();
  }

  @Override
  default DescribeKeyResponse describeKey(DescribeKeyRequest request) {
    return DescribeKeyResponse.builder()
        .keyMetadata(keys().get(request.keyId()).describe())
        .build();
  }

  @Override
  default ListKeysResponse listKeys(ListKeysRequest request) {
    Keys.Page<Key> page = Keys.Page.of(keys().sorted(), request.marker(), request.limit(), 100);
    List<KeyListEntry> entries =
        page.items().stream()
            .map(key -> KeyListEntry.builder().keyId(key.id).keyArn(key.arn).build())
            .toList();
    return ListKeysResponse.builder()
        .keys(entries)
        .nextMarker(page.next())
        .truncated(page.next() != null)
        .build();
  }

  /** Keys are administered by id or ARN, and AWS's own not at all. */
  private Key own(String reference) {
    if (reference != null && reference.contains("alias/")) {
      throw KmsErrors.notFound("Invalid keyId '" + reference + "'");
    }
    Key key = keys().get(reference);
    if (key.manager == KeyManagerType.AWS) {
      throw AwsError.of(
          KmsException.builder(),
          "AccessDeniedException",
          400,
          key.arn + " is managed by AWS and can't be changed.");
    }
    return key;
  }

  @Override
  default UpdateKeyDescriptionResponse updateKeyDescription(UpdateKeyDescriptionRequest request) {
    Key key = own(request.keyId());
    key.checkNotPendingDeletion();
    key.description = request.description();
    return UpdateKeyDescriptionResponse.builder().build();
  }

  @Override
  default EnableKeyResponse enableKey(EnableKeyRequest request) {
    Key key = own(request.keyId());
    key.checkNotPendingDeletion();
    key.enabled = true;
    return EnableKeyResponse.builder().build();
  }

  @Override
  default DisableKeyResponse disableKey(DisableKeyRequest request) {
    Key key = own(request.keyId());
    key.checkNotPendingDeletion();
    key.enabled = false;
    key.whenUnusable.forEach(Runnable::run);
    return DisableKeyResponse.builder().build();
  }

  @Override
  default ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
    Key key = own(request.keyId());
    key.checkNotPendingDeletion();
    int days = request.pendingWindowInDays() == null ? 30 : request.pendingWindowInDays();
    if (days < 7 || days > 30) {
      throw KmsErrors.invalid(
          "1 validation error detected: Value '"
              + days
              + "' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value"
              + " between 7 and 30");
    }
    key.enabled = false;
    key.deletion = keys().now().plus(Duration.ofDays(days));
    key.whenUnusable.forEach(Runnable::run);
    return ScheduleKeyDeletionResponse.builder()
        .keyId(key.arn)
        .deletionDate(key.deletion)
        .keyState(KeyState.PENDING_DELETION)
        .pendingWindowInDays(days)
        .build();
  }

  @Override
  default CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
    Key key = own(request.keyId());
    if (key.deletion == null) {
      throw KmsErrors.invalidState(key.arn + " is not pending deletion.");
    }
    key.deletion = null;
    return CancelKeyDeletionResponse.builder().keyId(key.arn).build();
  }

  private Key rotatable(String reference) {
    Key key = own(reference);
    if (!key.symmetric()) {
      throw KmsErrors.unsupported(
          key.arn + " is of the spec " + key.spec + ": only symmetric encryption keys rotate.");
    }
    key.checkEnabled();
    return key;
  }

  @Override
  default EnableKeyRotationResponse enableKeyRotation(EnableKeyRotationRequest request) {
    Key key = rotatable(request.keyId());
    Integer days = request.rotationPeriodInDays();
    if (days != null && (days < 90 || days > 2560)) {
      throw KmsErrors.invalid("RotationPeriodInDays must be between 90 and 2560, not " + days);
    }
    key.rotationDays = days == null ? 365 : days;
    key.lastRotation = keys().now();
    key.rotating = true;
    return EnableKeyRotationResponse.builder().build();
  }

  @Override
  default DisableKeyRotationResponse disableKeyRotation(DisableKeyRotationRequest request) {
    rotatable(request.keyId()).rotating = false;
    return DisableKeyRotationResponse.builder().build();
  }

  @Override
  default RotateKeyOnDemandResponse rotateKeyOnDemand(RotateKeyOnDemandRequest request) {
    Key key = rotatable(request.keyId());
    ((Material.Symmetric) key.material).rotate();
    return RotateKeyOnDemandResponse.builder().keyId(key.id).build();
  }

  @Override
  default GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request) {
    Key key = keys().get(request.keyId());
    if (!key.symmetric()) {
      throw KmsErrors.unsupported(
          key.arn + " is of the spec " + key.spec + ": only symmetric encryption keys rotate.");
    }
    key.checkNotPendingDeletion();
    return GetKeyRotationStatusResponse.builder()
        .keyId(key.arn)
        .keyRotationEnabled(key.rotating)
        .rotationPeriodInDays(key.rotating ? key.rotationDays : null)
        .nextRotationDate(key.rotating ? key.nextRotation() : null)
        .build();
  }
}
