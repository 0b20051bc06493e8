package dev.rehearsal.terraform.aws.secretsmanager;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;

final class Secret implements ResourceType {

  @Override
  public String name() {
    return "aws_secretsmanager_secret";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Secrets Manager Secret")
        .forcesNew("name", "name_prefix")
        .conflicts("name", "name_prefix")
        .defaults("recovery_window_in_days", 30)
        .defaults("force_overwrite_replica_secret", false)
        .policies("policy")
        .untaken("recovery_window_in_days", "force_overwrite_replica_secret", "replica")
        .tags(Tagging.of(SecretsManagerClient.class, "arn"))
        .check(
            checked -> {
              if (checked.given("replica")) {
                checked.add(
                    "replica",
                    "replica is not served by the embedded provider",
                    "The embedded Secrets Manager does not replicate.");
              }
            });
  }

  @Override
  public void create(ResourceInstance it) {
    it.nameFrom("name", "name_prefix");
    String arn =
        it.client(SecretsManagerClient.class)
            .createSecret(it.fill(CreateSecretRequest.builder()).build())
            .arn();
    it.id(arn);
    it.values().set("arn", arn);
    if (it.values().has("policy")) {
      it.client(SecretsManagerClient.class)
          .putResourcePolicy(r -> r.secretId(arn).resourcePolicy(it.values().string("policy")));
    }
  }

  @Override
  public void read(ResourceInstance it) {
    SecretsManagerClient secrets = it.client(SecretsManagerClient.class);
    DescribeSecretResponse found = secrets.describeSecret(r -> r.secretId(it.id()));
    if (found.deletedDate() != null) {
      it.gone();
      return;
    }
    it.take(found);
    it.values().set("policy", secrets.getResourcePolicy(r -> r.secretId(it.id())).resourcePolicy());
    it.values().set("replica", java.util.List.of());
  }

  @Override
  public void update(ResourceInstance it) {
    SecretsManagerClient secrets = it.client(SecretsManagerClient.class);
    if (it.changed("description", "kms_key_id")) {
      secrets.updateSecret(it.fill(UpdateSecretRequest.builder()).secretId(it.id()).build());
    }
    if (it.changed("policy")) {
      if (it.values().has("policy")) {
        secrets.putResourcePolicy(
            r -> r.secretId(it.id()).resourcePolicy(it.values().string("policy")));
      } else {
        secrets.deleteResourcePolicy(r -> r.secretId(it.id()));
      }
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    Integer window = it.values().integer("recovery_window_in_days");
    it.client(SecretsManagerClient.class)
        .deleteSecret(
            r -> {
              r.secretId(it.id());
              if (window != null && window == 0) {
                r.forceDeleteWithoutRecovery(true);
              } else if (window != null) {
                r.recoveryWindowInDays(window.longValue());
              }
            });
  }
}
