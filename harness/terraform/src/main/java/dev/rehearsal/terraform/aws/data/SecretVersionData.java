package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.Base64;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

final class SecretVersionData implements DataSource {

  @Override
  public String name() {
    return "aws_secretsmanager_secret_version";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    String version = values.text("version_id");
    String stage = values.text("version_stage");
    GetSecretValueResponse found =
        it.client(SecretsManagerClient.class)
            .getSecretValue(
                request ->
                    request
                        .secretId(values.string("secret_id"))
                        .versionId(version)
                        .versionStage(
                            version != null ? null : stage == null ? "AWSCURRENT" : stage));
    it.id(values.string("secret_id") + "|" + (version == null ? "AWSCURRENT" : version));
    values.set("arn", found.arn());
    values.set("version_id", found.versionId());
    values.set("version_stages", found.versionStages());
    values.set("secret_string", found.secretString());
    values.set(
        "secret_binary",
        found.secretBinary() == null
            ? ""
            : Base64.getEncoder().encodeToString(found.secretBinary().asByteArray()));
    values.set("created_date", found.createdDate() == null ? null : found.createdDate().toString());
  }
}
