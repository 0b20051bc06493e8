package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.iam.IamClient;

final class GroupPolicyType implements ResourceType {

  @Override
  public String name() {
    return "aws_iam_group_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Group Policy")
        .forcesNew("name", "name_prefix", "group")
        .conflicts("name", "name_prefix")
        .length("name", 1, 128)
        .policies("policy")
        .imports(
            it -> {
              String[] parts = it.id().split(":", 2);
              it.values().set("group", parts[0]);
              it.values().set("name", parts.length > 1 ? parts[1] : "");
            });
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    put(it);
    it.id(it.values().string("group") + ":" + name);
  }

  @Override
  public void read(ResourceInstance it) {
    String document =
        it.client(IamClient.class)
            .getGroupPolicy(
                request ->
                    request
                        .groupName(it.values().string("group"))
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
        .deleteGroupPolicy(
            request ->
                request
                    .groupName(it.values().string("group"))
                    .policyName(it.values().string("name")));
  }

  private static void put(ResourceInstance it) {
    it.client(IamClient.class)
        .putGroupPolicy(
            request ->
                request
                    .groupName(it.values().string("group"))
                    .policyName(it.values().string("name"))
                    .policyDocument(it.values().string("policy")));
  }
}
