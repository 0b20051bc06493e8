package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AttachedPermissionsBoundary;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryAttachmentType;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.User;

/** Entities as IAM shows them. */
final class Shown {

  private Shown() {}

  static Role role(Identity role) {
    return Role.builder()
        .path(role.path)
        .roleName(role.name)
        .roleId(role.id)
        .arn(role.arn())
        .createDate(role.created)
        .assumeRolePolicyDocument(Documents.encoded(role.trust))
        .description(role.description)
        .maxSessionDuration(role.maxSession)
        .permissionsBoundary(boundary(role.boundary))
        .tags(role.tags.all().isEmpty() ? null : role.tags.all())
        .build();
  }

  static User user(Identity user) {
    return User.builder()
        .path(user.path)
        .userName(user.name)
        .userId(user.id)
        .arn(user.arn())
        .createDate(user.created)
        .permissionsBoundary(boundary(user.boundary))
        .tags(user.tags.all().isEmpty() ? null : user.tags.all())
        .build();
  }

  static Group group(Identity group) {
    return Group.builder()
        .path(group.path)
        .groupName(group.name)
        .groupId(group.id)
        .arn(group.arn())
        .createDate(group.created)
        .build();
  }

  /** The user who calls, or the account's root. */
  static User caller(Store store) {
    Caller caller =
        CallScope.current()
            .map(call -> call.caller())
            .orElse(new Caller.Root(store.aws().account(), null));
    if (caller instanceof Caller.User named) {
      return user(store.get(Kind.USER, named.name()));
    }
    if (!(caller instanceof Caller.Root)) {
      throw IamErrors.validation("Must specify userName when calling with non-User credentials");
    }
    return User.builder()
        .userId(store.aws().account())
        .arn(caller.arn())
        .createDate(Instant.EPOCH)
        .build();
  }

  static Policy policy(ManagedPolicy policy, Store store) {
    return Policy.builder()
        .policyName(policy.name)
        .policyId(policy.id)
        .arn(policy.arn)
        .path(policy.path)
        .defaultVersionId(policy.defaultVersion)
        .attachmentCount(store.attachedTo(policy.arn).size())
        .permissionsBoundaryUsageCount(store.boundedBy(policy.arn).size())
        .isAttachable(true)
        .description(policy.description)
        .createDate(policy.created)
        .updateDate(policy.updated)
        .tags(policy.tags.all())
        .build();
  }

  static PolicyVersion version(
      ManagedPolicy policy, ManagedPolicy.Version version, boolean withDocument) {
    return PolicyVersion.builder()
        .versionId(version.id())
        .isDefaultVersion(version.id().equals(policy.defaultVersion))
        .createDate(version.created())
        .document(withDocument ? Documents.encoded(version.document()) : null)
        .build();
  }

  static AttachedPolicy attached(String arn) {
    return AttachedPolicy.builder()
        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
        .policyArn(arn)
        .build();
  }

  private static @Nullable AttachedPermissionsBoundary boundary(@Nullable String arn) {
    return arn == null
        ? null
        : AttachedPermissionsBoundary.builder()
            .permissionsBoundaryType(PermissionsBoundaryAttachmentType.PERMISSIONS_BOUNDARY_POLICY)
            .permissionsBoundaryArn(arn)
            .build();
  }
}
