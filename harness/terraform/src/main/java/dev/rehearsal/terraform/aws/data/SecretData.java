package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.NotFound;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

final class SecretData implements DataSource {

  @Override
  public String name() {
    return "aws_secretsmanager_secret";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    String wanted = it.config().text("arn");
    wanted = wanted == null ? it.config().text("name") : wanted;
    if (wanted == null) {
      throw new ProviderException("one of `arn,name` must be specified");
    }
    String id = wanted;
    SecretsManagerClient secrets = it.client(SecretsManagerClient.class);
    DescribeSecretResponse found = secrets.describeSecret(request -> request.secretId(id));
    it.id(found.arn());
    values.set("arn", found.arn());
    values.set("name", found.name());
    values.set("description", found.description());
    values.set("kms_key_id", found.kmsKeyId());
    values.set("created_date", found.createdDate() == null ? null : found.createdDate().toString());
    values.set(
        "last_changed_date",
        found.lastChangedDate() == null ? null : found.lastChangedDate().toString());
    Map<String, String> tags = new LinkedHashMap<>();
    found.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    values.set("tags", tags);
    values.set("policy", policy(secrets, found.arn()));
  }

  private static @Nullable String policy(SecretsManagerClient secrets, String arn) {
    try {
      return secrets.getResourcePolicy(request -> request.secretId(arn)).resourcePolicy();
    } catch (AwsServiceException error) {
      if (NotFound.is(error)) {
        return null;
      }
      throw error;
    }
  }
}
