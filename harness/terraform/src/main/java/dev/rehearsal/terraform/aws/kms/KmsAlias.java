package dev.rehearsal.terraform.aws.kms;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

final class KmsAlias implements ResourceType {

  @Override
  public String name() {
    return "aws_kms_alias";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("KMS Alias")
        .forcesNew("name", "name_prefix")
        .conflicts("name", "name_prefix")
        .matches(
            "name",
            "alias/[a-zA-Z0-9/_-]+",
            "must begin with 'alias/' and be comprised of only [a-zA-Z0-9/_-]")
        .same((a, b) -> keyId(a).equals(keyId(b)), "target_key_id")
        .recomputed("target_key_arn", "target_key_id")
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.client(KmsClient.class)
        .createAlias(r -> r.aliasName(name).targetKeyId(it.values().string("target_key_id")));
    it.id(name);
  }

  @Override
  public void read(ResourceInstance it) {
    AliasListEntry alias =
        it.client(KmsClient.class).listAliasesPaginator().aliases().stream()
            .filter(each -> each.aliasName().equals(it.id()))
            .findFirst()
            .orElse(null);
    if (alias == null) {
      it.gone();
      return;
    }
    String base = alias.aliasArn().substring(0, alias.aliasArn().lastIndexOf(":alias/"));
    it.values().set("arn", alias.aliasArn());
    it.values().set("name", alias.aliasName());
    it.values().set("target_key_id", alias.targetKeyId());
    it.values().set("target_key_arn", base + ":key/" + alias.targetKeyId());
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(KmsClient.class)
        .updateAlias(r -> r.aliasName(it.id()).targetKeyId(it.values().string("target_key_id")));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(KmsClient.class).deleteAlias(r -> r.aliasName(it.id()));
  }

  /** A key by its id or by its ARN is the same key. */
  private static String keyId(Object key) {
    String text = key.toString();
    return text.substring(text.lastIndexOf('/') + 1);
  }
}
