package dev.rehearsal.terraform.aws.ssm;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

final class SsmParameterData implements DataSource {

  @Override
  public String name() {
    return "aws_ssm_parameter";
  }

  @Override
  public void read(ResourceInstance it) {
    String name = it.values().string("name");
    Object decrypt = it.values().get("with_decryption");
    Parameter found =
        it.client(SsmClient.class)
            .getParameter(r -> r.name(name).withDecryption(!Boolean.FALSE.equals(decrypt)))
            .parameter();
    it.id(name);
    it.values().set("arn", found.arn());
    it.values().set("type", found.typeAsString());
    it.values().set("value", found.value());
    it.values().set("version", found.version());
    if (!found.typeAsString().equals("SecureString")) {
      it.values().set("insecure_value", found.value());
    }
  }
}
