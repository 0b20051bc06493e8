package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.iam.IamClient;

final class RolePolicyAttachmentType implements ResourceType {

  @Override
  public String name() {
    return "aws_iam_role_policy_attachment";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Role Policy Attachment")
        .forcesNew("role", "policy_arn")
        .imports(
            it -> {
              String[] parts = it.id().split("/", 2);
              it.values().set("role", parts[0]);
              it.values().set("policy_arn", parts.length > 1 ? parts[1] : "");
            });
  }

  @Override
  public void create(ResourceInstance it) {
    String role = it.values().string("role");
    String arn = it.values().string("policy_arn");
    it.client(IamClient.class).attachRolePolicy(request -> request.roleName(role).policyArn(arn));
    it.id(role + "/" + arn);
  }

  @Override
  public void read(ResourceInstance it) {
    String arn = it.values().string("policy_arn");
    boolean there =
        it
            .client(IamClient.class)
            .listAttachedRolePolicies(request -> request.roleName(it.values().string("role")))
            .attachedPolicies()
            .stream()
            .anyMatch(policy -> policy.policyArn().equals(arn));
    if (!there) {
      it.gone();
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(IamClient.class)
        .detachRolePolicy(
            request ->
                request
                    .roleName(it.values().string("role"))
                    .policyArn(it.values().string("policy_arn")));
  }
}
