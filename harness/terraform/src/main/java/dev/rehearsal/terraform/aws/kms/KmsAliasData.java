package dev.rehearsal.terraform.aws.kms;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

final class KmsAliasData implements DataSource {

  @Override
  public String name() {
    return "aws_kms_alias";
  }

  @Override
  public void read(ResourceInstance it) {
    String name = it.values().string("name");
    KeyMetadata key =
        it.client(KmsClient.class).describeKey(r -> r.keyId(name)).keyMetadata();
    String arn = key.arn().substring(0, key.arn().lastIndexOf(":key/") + 1) + name;
    it.id(arn);
    it.values().set("arn", arn);
    it.values().set("target_key_id", key.keyId());
    it.values().set("target_key_arn", key.arn());
  }
}
