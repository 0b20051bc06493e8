package dev.rehearsal.terraform.aws.secretsmanager;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

final class SecretVersionData implements DataSource {

  @Override
  public String name() {
    return "aws_secretsmanager_secret_version";
  }

  @Override
  public void read(ResourceInstance it) {
    String secret = it.values().string("secret_id");
    GetSecretValueResponse found =
        it.client(SecretsManagerClient.class)
            .getSecretValue(
                r ->
                    r.secretId(secret)
                        .versionId(it.values().text("version_id"))
                        .versionStage(it.values().text("version_stage")));
    it.id(secret + "|" + found.versionId());
    it.values().set("arn", found.arn());
    it.values().set("version_id", found.versionId());
    it.values().set("version_stages", found.versionStages());
    it.values().set("secret_string", found.secretString());
    it.values().set("created_date", String.valueOf(found.createdDate()));
  }
}
