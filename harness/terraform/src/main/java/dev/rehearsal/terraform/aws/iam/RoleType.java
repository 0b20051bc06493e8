package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.Role;

final class RoleType implements ResourceType {

  @Override
  public String name() {
    return "aws_iam_role";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Role")
        .forcesNew("name", "name_prefix", "path")
        .conflicts("name", "name_prefix")
        .length("name", 1, 64)
        .matches("name", "^[\\w+=,.@-]*$", "must match [\\w+=,.@-]")
        .between("max_session_duration", 3600, 43200)
        .defaults("path", "/")
        .defaults("max_session_duration", 3600)
        .defaults("force_detach_policies", false)
        .policies("assume_role_policy", "inline_policy.policy")
        .member("name", "RoleName")
        .member("unique_id", "RoleId")
        .member("assume_role_policy", "AssumeRolePolicyDocument")
        .untaken("permissions_boundary", "managed_policy_arns", "inline_policy")
        .tags(
            Tagging.of(IamClient.class, "name").operations("TagRole", "UntagRole", "ListRoleTags"));
  }

  @Override
  public void create(ResourceInstance it) {
    String name = it.nameFrom("name", "name_prefix");
    it.client(IamClient.class).createRole(it.fill(CreateRoleRequest.builder()).build());
    it.id(name);
    inline(it);
    attach(it);
  }

  @Override
  public void read(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    Role role = iam.getRole(request -> request.roleName(it.id())).role();
    it.take(role);
    Values values = it.values();
    values.set("assume_role_policy", IamTypes.decoded(role.assumeRolePolicyDocument()));
    values.set(
        "permissions_boundary",
        role.permissionsBoundary() == null
            ? ""
            : role.permissionsBoundary().permissionsBoundaryArn());
    values.set("managed_policy_arns", attached(iam, it.id()));
    if (values.has("inline_policy")) {
      values.set(
          "inline_policy",
          iam.listRolePolicies(request -> request.roleName(it.id())).policyNames().stream()
              .map(name -> inlinePolicy(iam, it.id(), name))
              .toList());
    }
  }

  private static Map<String, String> inlinePolicy(IamClient iam, String role, String name) {
    String document =
        iam.getRolePolicy(request -> request.roleName(role).policyName(name)).policyDocument();
    return Map.of("name", name, "policy", IamTypes.decoded(document));
  }

  @Override
  public void update(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    Values values = it.values();
    String role = it.id();
    if (it.changed("assume_role_policy")) {
      iam.updateAssumeRolePolicy(
          request -> request.roleName(role).policyDocument(values.string("assume_role_policy")));
    }
    if (it.changed("description", "max_session_duration")) {
      String description = values.text("description");
      iam.updateRole(
          request ->
              request
                  .roleName(role)
                  .description(description == null ? "" : description)
                  .maxSessionDuration(values.integer("max_session_duration")));
    }
    if (it.changed("permissions_boundary")) {
      String boundary = values.text("permissions_boundary");
      if (boundary == null) {
        iam.deleteRolePermissionsBoundary(request -> request.roleName(role));
      } else {
        iam.putRolePermissionsBoundary(
            request -> request.roleName(role).permissionsBoundary(boundary));
      }
    }
    if (it.changed("inline_policy")) {
      Set<String> gone = names(it.prior());
      gone.removeAll(names(values));
      gone.forEach(
          name -> iam.deleteRolePolicy(request -> request.roleName(role).policyName(name)));
      inline(it);
    }
    if (it.changed("managed_policy_arns") && it.config().has("managed_policy_arns")) {
      Set<String> wanted = new HashSet<>(values.strings("managed_policy_arns"));
      for (String arn : attached(iam, role)) {
        if (!wanted.contains(arn)) {
          iam.detachRolePolicy(request -> request.roleName(role).policyArn(arn));
        }
      }
      attach(it);
    }
  }

  @Override
  public void delete(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    String role = it.id();
    Values values = it.values();
    if (values.bool("force_detach_policies") || values.has("managed_policy_arns")) {
      for (String arn : attached(iam, role)) {
        iam.detachRolePolicy(request -> request.roleName(role).policyArn(arn));
      }
    }
    if (values.bool("force_detach_policies") || values.has("inline_policy")) {
      for (String name : iam.listRolePolicies(request -> request.roleName(role)).policyNames()) {
        iam.deleteRolePolicy(request -> request.roleName(role).policyName(name));
      }
    }
    iam.deleteRole(request -> request.roleName(role));
  }

  private static Set<String> names(Values values) {
    Set<String> names = new HashSet<>();
    values.blocks("inline_policy").forEach(policy -> names.add(policy.string("name")));
    return names;
  }

  private static void inline(ResourceInstance it) {
    for (Values policy : it.values().blocks("inline_policy")) {
      if (policy.has("name")) {
        it.client(IamClient.class)
            .putRolePolicy(
                request ->
                    request
                        .roleName(it.id())
                        .policyName(policy.string("name"))
                        .policyDocument(policy.string("policy")));
      }
    }
  }

  private static void attach(ResourceInstance it) {
    for (String arn : it.values().strings("managed_policy_arns")) {
      it.client(IamClient.class)
          .attachRolePolicy(request -> request.roleName(it.id()).policyArn(arn));
    }
  }

  private static List<String> attached(IamClient iam, String role) {
    return iam
        .listAttachedRolePolicies(request -> request.roleName(role))
        .attachedPolicies()
        .stream()
        .map(AttachedPolicy::policyArn)
        .toList();
  }
}
