package dev.rehearsal.terraform.aws.ssm;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

final class SsmParameter implements ResourceType {

  @Override
  public String name() {
    return "aws_ssm_parameter";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("SSM Parameter")
        .forcesNew("name", "type")
        .oneOf("type", "String", "StringList", "SecureString")
        .oneOf("tier", "Standard", "Advanced", "Intelligent-Tiering")
        .exactlyOneOf("value", "insecure_value", "value_wo")
        .sensitive("value", "value_wo")
        .recomputed(
            "version", "value", "insecure_value", "value_wo_version", "description", "key_id")
        .recomputed("insecure_value", "value")
        .tags(
            Tagging.of(SsmClient.class, "name")
                .operations("AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource")
                .with("ResourceType", "Parameter"))
        .imports(it -> it.values().set("name", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    put(it, it.values().bool("overwrite"));
    it.id(it.values().string("name"));
    if (it.values().bool("overwrite") && !it.tags().isEmpty()) {
      it.client(SsmClient.class)
          .addTagsToResource(
              r ->
                  r.resourceType("Parameter")
                      .resourceId(it.id())
                      .tags(
                          it.tags().entrySet().stream()
                              .map(
                                  tag ->
                                      software.amazon.awssdk.services.ssm.model.Tag.builder()
                                          .key(tag.getKey())
                                          .value(tag.getValue())
                                          .build())
                              .toList()));
    }
  }

  @Override
  public void read(ResourceInstance it) {
    SsmClient ssm = it.client(SsmClient.class);
    Parameter found = ssm.getParameter(r -> r.name(it.id()).withDecryption(true)).parameter();
    ParameterMetadata metadata =
        ssm.describeParameters(
                r -> r.parameterFilters(f -> f.key("Name").option("Equals").values(it.id())))
            .parameters()
            .get(0);
    Values values = it.values();
    boolean writeOnly = values.has("value_wo_version") || it.config().text("value_wo") != null;
    boolean insecure = values.has("insecure_value") && it.config().text("value") == null;
    boolean secure = found.typeAsString().equals("SecureString");
    values.set("arn", found.arn());
    values.set("name", found.name());
    values.set("type", found.typeAsString());
    values.set("version", found.version());
    values.set("data_type", found.dataType() == null ? "text" : found.dataType());
    values.set("description", metadata.description());
    values.set("key_id", metadata.keyId());
    values.set("tier", metadata.tierAsString());
    values.set("allowed_pattern", metadata.allowedPattern());
    values.set("has_value_wo", writeOnly);
    values.set("value", writeOnly ? null : found.value());
    values.set("insecure_value", insecure && !secure && !writeOnly ? found.value() : null);
  }

  @Override
  public void update(ResourceInstance it) {
    put(it, true);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SsmClient.class).deleteParameter(r -> r.name(it.id()));
  }

  private static void put(ResourceInstance it, boolean overwrite) {
    Values values = it.values();
    String writeOnly = it.config().text("value_wo");
    String insecure = it.config().text("insecure_value");
    PutParameterRequest.Builder request =
        it.fill(PutParameterRequest.builder())
            .value(
                writeOnly != null ? writeOnly : insecure != null ? insecure : values.text("value"))
            .overwrite(overwrite);
    // AWS takes tags only with a parameter's first value.
    if (overwrite) {
      request.tags(java.util.List.<software.amazon.awssdk.services.ssm.model.Tag>of());
    }
    it.client(SsmClient.class).putParameter(request.build());
  }
}
