package dev.rehearsal.terraform.aws.secretsmanager;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

final class SecretData implements DataSource {

  @Override
  public String name() {
    return "aws_secretsmanager_secret";
  }

  @Override
  public void read(ResourceInstance it) {
    String wanted = it.values().text("arn");
    String id = wanted == null ? it.values().string("name") : wanted;
    SecretsManagerClient secrets = it.client(SecretsManagerClient.class);
    DescribeSecretResponse found = secrets.describeSecret(r -> r.secretId(id));
    it.take(found);
    it.id(found.arn());
    it.values().set("policy", secrets.getResourcePolicy(r -> r.secretId(id)).resourcePolicy());
  }
}
