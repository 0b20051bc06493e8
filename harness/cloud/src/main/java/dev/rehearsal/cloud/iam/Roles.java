package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** Roles: what they trust, what they may do. Called under the store's lock. */
final class Roles {

  private final Store store;

  Roles(Store store) {
    this.store = store;
  }

  CreateRoleResponse create(CreateRoleRequest request) {
    Identity role = store.create(Kind.ROLE, request.roleName(), request.path());
    if (ServiceLinkedRoles.isLinked(role)) {
      throw IamErrors.invalid(
          "The path " + role.path + " is for the roles of AWS's services only.");
    }
    role.trust = Documents.trustPolicy(request.assumeRolePolicyDocument());
    role.description = described(request.description());
    role.maxSession = Checks.sessionDuration(request.maxSessionDuration());
    role.tags.put(request.tags());
    if (request.permissionsBoundary() != null) {
      role.boundary = store.policy(request.permissionsBoundary()).arn;
    }
    store.add(role);
    return CreateRoleResponse.builder().role(Shown.role(role)).build();
  }

  GetRoleResponse get(GetRoleRequest request) {
    return GetRoleResponse.builder()
        .role(Shown.role(store.get(Kind.ROLE, request.roleName())))
        .build();
  }

  ListRolesResponse list(ListRolesRequest request) {
    Pages<Role> page =
        Pages.of(
            store.list(Kind.ROLE, request.pathPrefix()),
            request.marker(),
            request.maxItems(),
            role -> Shown.role(role).toBuilder().tags((Collection<Tag>) null).build());
    return ListRolesResponse.builder()
        .roles(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  UpdateRoleResponse update(UpdateRoleRequest request) {
    Identity role = store.get(Kind.ROLE, request.roleName());
    if (request.maxSessionDuration() != null) {
      role.maxSession = Checks.sessionDuration(request.maxSessionDuration());
    }
    if (request.description() != null) {
      role.description = described(request.description());
    }
    return UpdateRoleResponse.builder().build();
  }

  UpdateRoleDescriptionResponse describe(UpdateRoleDescriptionRequest request) {
    Identity role = store.get(Kind.ROLE, request.roleName());
    role.description = described(request.description());
    return UpdateRoleDescriptionResponse.builder().role(Shown.role(role)).build();
  }

  UpdateAssumeRolePolicyResponse updateTrust(UpdateAssumeRolePolicyRequest request) {
    modifiable(request.roleName()).trust = Documents.trustPolicy(request.policyDocument());
    return UpdateAssumeRolePolicyResponse.builder().build();
  }

  DeleteRoleResponse delete(DeleteRoleRequest request, InstanceProfiles profiles) {
    Identity role = modifiable(request.roleName());
    role.checkDeletable();
    if (profiles.holds(role.name)) {
      throw IamErrors.conflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    store.remove(role);
    return DeleteRoleResponse.builder().build();
  }

  PutRolePermissionsBoundaryResponse putBoundary(PutRolePermissionsBoundaryRequest request) {
    modifiable(request.roleName()).boundary = store.policy(request.permissionsBoundary()).arn;
    return PutRolePermissionsBoundaryResponse.builder().build();
  }

  DeleteRolePermissionsBoundaryResponse deleteBoundary(
      DeleteRolePermissionsBoundaryRequest request) {
    Identity role = modifiable(request.roleName());
    if (role.boundary == null) {
      throw IamErrors.noSuchEntity("The role " + role.name + " has no permissions boundary.");
    }
    role.boundary = null;
    return DeleteRolePermissionsBoundaryResponse.builder().build();
  }

  TagRoleResponse tag(TagRoleRequest request) {
    role(request.roleName()).tags.put(request.tags());
    return TagRoleResponse.builder().build();
  }

  UntagRoleResponse untag(UntagRoleRequest request) {
    role(request.roleName()).tags.remove(request.tagKeys());
    return UntagRoleResponse.builder().build();
  }

  ListRoleTagsResponse listTags(ListRoleTagsRequest request) {
    Pages<Tag> page =
        Pages.of(
            role(request.roleName()).tags.all(), request.marker(), request.maxItems(), tag -> tag);
    return ListRoleTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  PutRolePolicyResponse putPolicy(PutRolePolicyRequest request) {
    modifiable(request.roleName()).putInline(request.policyName(), request.policyDocument());
    return PutRolePolicyResponse.builder().build();
  }

  GetRolePolicyResponse getPolicy(GetRolePolicyRequest request) {
    Identity role = store.get(Kind.ROLE, request.roleName());
    return GetRolePolicyResponse.builder()
        .roleName(role.name)
        .policyName(request.policyName())
        .policyDocument(Documents.encoded(role.inline(request.policyName())))
        .build();
  }

  DeleteRolePolicyResponse deletePolicy(DeleteRolePolicyRequest request) {
    modifiable(request.roleName()).deleteInline(request.policyName());
    return DeleteRolePolicyResponse.builder().build();
  }

  ListRolePoliciesResponse listPolicies(ListRolePoliciesRequest request) {
    Identity role = store.get(Kind.ROLE, request.roleName());
    Pages<String> page =
        Pages.of(role.inlineNames(), request.marker(), request.maxItems(), name -> name);
    return ListRolePoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  AttachRolePolicyResponse attach(AttachRolePolicyRequest request) {
    Identity role = modifiable(request.roleName());
    role.attach(store.policy(request.policyArn()).arn);
    return AttachRolePolicyResponse.builder().build();
  }

  DetachRolePolicyResponse detach(DetachRolePolicyRequest request) {
    modifiable(request.roleName()).detach(request.policyArn());
    return DetachRolePolicyResponse.builder().build();
  }

  ListAttachedRolePoliciesResponse listAttached(ListAttachedRolePoliciesRequest request) {
    Identity role = store.get(Kind.ROLE, request.roleName());
    Pages<AttachedPolicy> page =
        Pages.of(role.attached, request.marker(), request.maxItems(), Shown::attached);
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private Identity role(String name) {
    return store.get(Kind.ROLE, name);
  }

  private Identity modifiable(String name) {
    Identity role = role(name);
    if (ServiceLinkedRoles.isLinked(role)) {
      throw IamErrors.unmodifiable(role.name);
    }
    return role;
  }

  private static @Nullable String described(@Nullable String description) {
    if (description != null && description.length() > 1000) {
      throw IamErrors.validation("A role's description has at most 1000 characters.");
    }
    return description;
  }
}
