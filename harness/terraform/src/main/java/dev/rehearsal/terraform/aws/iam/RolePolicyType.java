package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.iam.IamClient;

final class RolePolicyType implements ResourceType {

  @Override
  public String name() {
    return "aws_iam_role_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Role Policy")
        .forcesNew("name", "name_prefix", "role")
        .conflicts("name", "name_prefix")
        .length("name", 1, 128)
        .policies("policy")
        .imports(
            it -> {
              String[] parts = it.id().split(":", 2);
              it.values().set("role", parts[0]);
              it.values().set("name", parts.length > 1 ? parts[1] : "");
            });
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    put(it);
    it.id(it.values().string("role") + ":" + name);
  }

  @Override
  public void read(ResourceInstance it) {
    String document =
        it.client(IamClient.class)
            .getRolePolicy(
                request ->
                    request
                        .roleName(it.values().string("role"))
                        .policyName(it.values().string("name")))
            .policyDocument();
    it.values().set("policy", IamTypes.decoded(document));
  }

  @Override
  public void update(ResourceInstance it) {
    put(it);
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(IamClient.class)
        .deleteRolePolicy(
            request ->
                request
                    .roleName(it.values().string("role"))
                    .policyName(it.values().string("name")));
  }

  private static void put(ResourceInstance it) {
    it.client(IamClient.class)
        .putRolePolicy(
            request ->
                request
                    .roleName(it.values().string("role"))
                    .policyName(it.values().string("name"))
                    .policyDocument(it.values().string("policy")));
  }
}
