package dev.rehearsal.terraform.aws.secretsmanager;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/** How a secret is rotated. Its id is the secret's. */
final class SecretRotation implements ResourceType {

  private static final String RULES = "rotation_rules";

  @Override
  public String name() {
    return "aws_secretsmanager_secret_rotation";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Secrets Manager Secret Rotation")
        .forcesNew("secret_id")
        .defaults("rotate_immediately", true)
        .between("rotation_rules.automatically_after_days", 1, 1000)
        .exactlyOneOf(
            "rotation_rules.automatically_after_days", "rotation_rules.schedule_expression")
        .untaken("rotate_immediately", RULES)
        .imports(it -> it.values().set("secret_id", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(it.values().string("secret_id"));
    rotate(it);
  }

  @Override
  public void read(ResourceInstance it) {
    DescribeSecretResponse found =
        it.client(SecretsManagerClient.class).describeSecret(r -> r.secretId(it.id()));
    if (found.deletedDate() != null) {
      it.gone();
      return;
    }
    boolean enabled = Boolean.TRUE.equals(found.rotationEnabled());
    Values values = it.values();
    values.set("secret_id", it.id());
    values.set("rotation_enabled", enabled);
    values.set("rotation_lambda_arn", enabled ? found.rotationLambdaARN() : "");
    values.set(
        RULES,
        enabled
            ? List.of(Objects.requireNonNull(it.block(RULES, asked(found.rotationRules()))))
            : List.of());
  }

  /** AWS tells beside an expression what it comes to in days; nobody has asked for these. */
  private static RotationRulesType asked(RotationRulesType rules) {
    return rules.scheduleExpression() == null
        ? rules
        : rules.toBuilder().automaticallyAfterDays(null).build();
  }

  @Override
  public void update(ResourceInstance it) {
    rotate(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SecretsManagerClient.class).cancelRotateSecret(r -> r.secretId(it.id()));
  }

  private static void rotate(ResourceInstance it) {
    it.client(SecretsManagerClient.class)
        .rotateSecret(
            it.fill(RotateSecretRequest.builder())
                .secretId(it.id())
                .rotationRules(
                    it.values()
                        .block(RULES)
                        .map(block -> it.fill(RotationRulesType.builder(), block).build())
                        .orElse(null))
                .build());
  }
}
