package dev.rehearsal.terraform.aws.kms;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

final class KmsKey implements ResourceType {

  @Override
  public String name() {
    return "aws_kms_key";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("KMS Key")
        .forcesNew(
            "custom_key_store_id",
            "customer_master_key_spec",
            "key_usage",
            "multi_region",
            "xks_key_id")
        .defaults("bypass_policy_lockout_safety_check", false)
        .defaults("customer_master_key_spec", "SYMMETRIC_DEFAULT")
        .defaults("enable_key_rotation", false)
        .defaults("is_enabled", true)
        .defaults("key_usage", "ENCRYPT_DECRYPT")
        .between("deletion_window_in_days", 7, 30)
        .between("rotation_period_in_days", 90, 2560)
        .policies("policy")
        .member("customer_master_key_spec", "KeySpec")
        .tags(
            Tagging.of(KmsClient.class, "key_id")
                .operations("TagResource", "UntagResource", "ListResourceTags"))
        .imports(it -> it.values().set("key_id", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    CreateKeyRequest.Builder request = it.fill(CreateKeyRequest.builder());
    KeyMetadata key = it.client(KmsClient.class).createKey(request.build()).keyMetadata();
    it.id(key.keyId());
    it.values().set("key_id", key.keyId());
    if (it.values().bool("enable_key_rotation")) {
      rotation(it);
    }
    if (!it.values().bool("is_enabled")) {
      it.client(KmsClient.class).disableKey(r -> r.keyId(it.id()));
    }
  }

  @Override
  public void read(ResourceInstance it) {
    KmsClient kms = it.client(KmsClient.class);
    KeyMetadata key = kms.describeKey(r -> r.keyId(it.id())).keyMetadata();
    if (key.keyState() == KeyState.PENDING_DELETION) {
      it.gone();
      return;
    }
    Values values = it.values();
    values.set("arn", key.arn());
    values.set("key_id", key.keyId());
    values.set("description", key.description());
    values.set("customer_master_key_spec", key.keySpecAsString());
    values.set("key_usage", key.keyUsageAsString());
    values.set("is_enabled", key.enabled());
    values.set("multi_region", Boolean.TRUE.equals(key.multiRegion()));
    values.set("policy", kms.getKeyPolicy(r -> r.keyId(it.id()).policyName("default")).policy());
    if (key.keySpecAsString().equals("SYMMETRIC_DEFAULT")) {
      GetKeyRotationStatusResponse rotation = kms.getKeyRotationStatus(r -> r.keyId(it.id()));
      values.set("enable_key_rotation", rotation.keyRotationEnabled());
      values.set("rotation_period_in_days", rotation.rotationPeriodInDays());
    }
  }

  @Override
  public void update(ResourceInstance it) {
    KmsClient kms = it.client(KmsClient.class);
    Values values = it.values();
    if (it.changed("is_enabled") && values.bool("is_enabled")) {
      kms.enableKey(r -> r.keyId(it.id()));
    }
    if (it.changed("enable_key_rotation", "rotation_period_in_days")) {
      rotation(it);
    }
    if (it.changed("description")) {
      kms.updateKeyDescription(
          r ->
              r.keyId(it.id())
                  .description(
                      values.text("description") == null ? "" : values.string("description")));
    }
    if (it.changed("policy")) {
      kms.putKeyPolicy(
          r ->
              r.keyId(it.id())
                  .policyName("default")
                  .policy(values.string("policy"))
                  .bypassPolicyLockoutSafetyCheck(
                      values.bool("bypass_policy_lockout_safety_check")));
    }
    if (it.changed("is_enabled") && !values.bool("is_enabled")) {
      kms.disableKey(r -> r.keyId(it.id()));
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(KmsClient.class)
        .scheduleKeyDeletion(
            r ->
                r.keyId(it.id())
                    .pendingWindowInDays(it.values().integer("deletion_window_in_days")));
  }

  private static void rotation(ResourceInstance it) {
    KmsClient kms = it.client(KmsClient.class);
    if (it.values().bool("enable_key_rotation")) {
      kms.enableKeyRotation(
          r ->
              r.keyId(it.id())
                  .rotationPeriodInDays(it.values().integer("rotation_period_in_days")));
    } else {
      kms.disableKeyRotation(r -> r.keyId(it.id()));
    }
  }
}
