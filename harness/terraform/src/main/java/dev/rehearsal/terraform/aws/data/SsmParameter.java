package dev.rehearsal.terraform.aws.data;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

final class SsmParameter implements DataSource {

  @Override
  public String name() {
    return "aws_ssm_parameter";
  }

  @Override
  public void read(ResourceInstance it) {
    Values values = it.values();
    boolean decrypt = values.get("with_decryption") == null || values.bool("with_decryption");
    values.set("with_decryption", decrypt);
    Parameter found =
        it.client(SsmClient.class)
            .getParameter(request -> request.name(values.string("name")).withDecryption(decrypt))
            .parameter();
    it.id(found.name());
    values.set("arn", found.arn());
    values.set("type", found.typeAsString());
    values.set("value", found.value());
    values.set("version", found.version());
    values.set(
        "insecure_value", found.type() == ParameterType.SECURE_STRING ? null : found.value());
  }
}
