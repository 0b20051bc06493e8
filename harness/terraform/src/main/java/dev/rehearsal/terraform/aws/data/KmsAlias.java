package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

final class KmsAlias implements DataSource {

  @Override
  public String name() {
    return "aws_kms_alias";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    String name = values.string("name");
    KmsClient kms = it.client(KmsClient.class);
    AliasListEntry alias =
        kms.listAliasesPaginator().aliases().stream()
            .filter(one -> one.aliasName().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new ProviderException("reading KMS Alias (" + name + "): empty result"));
    it.id(alias.aliasArn());
    values.set("arn", alias.aliasArn());
    values.set("target_key_id", alias.targetKeyId());
    values.set(
        "target_key_arn", kms.describeKey(request -> request.keyId(name)).keyMetadata().arn());
  }
}
