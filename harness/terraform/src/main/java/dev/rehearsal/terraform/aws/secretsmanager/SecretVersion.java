package dev.rehearsal.terraform.aws.secretsmanager;

import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.value.Values;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;

/** A version of a secret's value. Its id is {@code secret|version}, as the official provider's. */
final class SecretVersion implements ResourceType {

  private static final String CURRENT = "AWSCURRENT";

  @Override
  public String name() {
    return "aws_secretsmanager_secret_version";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Secrets Manager Secret Version")
        .forcesNew("secret_id", "secret_string", "secret_binary", "secret_string_wo_version")
        .exactlyOneOf("secret_string", "secret_string_wo", "secret_binary")
        .sensitive("secret_string", "secret_string_wo", "secret_binary")
        .called(it -> it.values().string("secret_id"))
        .imports(
            it -> {
              int bar = it.id().lastIndexOf('|');
              if (bar < 1) {
                throw new ProviderException(
                    "unexpected format of import ID ("
                        + it.id()
                        + "), expected secret_id|version_id");
              }
              it.values().set("secret_id", it.id().substring(0, bar));
            });
  }

  @Override
  public void create(ResourceInstance it) {
    Values values = it.values();
    String secret = values.string("secret_id");
    PutSecretValueRequest.Builder request = PutSecretValueRequest.builder().secretId(secret);
    String writeOnly = it.config().text("secret_string_wo");
    @Nullable String binary = values.text("secret_binary");
    if (writeOnly != null) {
      request.secretString(writeOnly);
    } else if (binary != null) {
      request.secretBinary(SdkBytes.fromByteArray(Base64.getDecoder().decode(binary)));
    } else {
      request.secretString(values.text("secret_string"));
    }
    if (!values.strings("version_stages").isEmpty()) {
      request.versionStages(values.strings("version_stages"));
    }
    it.id(
        secret
            + "|"
            + it.client(SecretsManagerClient.class).putSecretValue(request.build()).versionId());
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    GetSecretValueResponse found =
        it.client(SecretsManagerClient.class)
            .getSecretValue(r -> r.secretId(values.string("secret_id")).versionId(version(it)));
    boolean writeOnly =
        values.has("secret_string_wo_version") || it.config().text("secret_string_wo") != null;
    values.set("arn", found.arn());
    values.set("version_id", found.versionId());
    values.set("version_stages", found.versionStages());
    values.set("has_secret_string_wo", writeOnly);
    // A write-only value never reaches the state.
    values.set("secret_string", writeOnly ? null : found.secretString());
    if (found.secretBinary() != null) {
      values.set(
          "secret_binary", Base64.getEncoder().encodeToString(found.secretBinary().asByteArray()));
    }
  }

  @Override
  public void update(ResourceInstance it) {
    if (!it.changed("version_stages")) {
      return;
    }
    String secret = it.values().string("secret_id");
    List<String> before = it.prior().strings("version_stages");
    List<String> after = it.values().strings("version_stages");
    for (String stage : after) {
      if (!before.contains(stage)) {
        it.client(SecretsManagerClient.class)
            .updateSecretVersionStage(
                r -> r.secretId(secret).versionStage(stage).moveToVersionId(version(it)));
      }
    }
    removeStages(it, before.stream().filter(stage -> !after.contains(stage)).toList());
  }

  /** A version is not deleted: it loses its stages, but never the current one. */
  @Override
  public void delete(ResourceInstance it) {
    removeStages(it, it.values().strings("version_stages"));
  }

  private static void removeStages(ResourceInstance it, List<String> stages) {
    String secret = it.values().string("secret_id");
    for (String stage : new ArrayList<>(stages)) {
      if (!stage.equals(CURRENT)) {
        it.client(SecretsManagerClient.class)
            .updateSecretVersionStage(
                r -> r.secretId(secret).versionStage(stage).removeFromVersionId(version(it)));
      }
    }
  }

  private static String version(ResourceInstance it) {
    return Objects.requireNonNull(it.id()).substring(it.id().lastIndexOf('|') + 1);
  }
}
