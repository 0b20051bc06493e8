package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.Collection;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserResponse;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagUserResponse;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserResponse;
import software.amazon.awssdk.services.iam.model.User;

/** Users. Called under the store's lock. */
final class Users {

  private final Store store;

  Users(Store store) {
    this.store = store;
  }

  CreateUserResponse create(CreateUserRequest request) {
    Identity user = store.create(Kind.USER, request.userName(), request.path());
    user.tags.put(request.tags());
    if (request.permissionsBoundary() != null) {
      user.boundary = store.policy(request.permissionsBoundary()).arn;
    }
    store.add(user);
    return CreateUserResponse.builder().user(Shown.user(user)).build();
  }

  GetUserResponse get(GetUserRequest request) {
    return GetUserResponse.builder()
        .user(
            request.userName() == null
                ? Shown.caller(store)
                : Shown.user(store.get(Kind.USER, request.userName())))
        .build();
  }

  ListUsersResponse list(ListUsersRequest request) {
    Pages<User> page =
        Pages.of(
            store.list(Kind.USER, request.pathPrefix()),
            request.marker(),
            request.maxItems(),
            user -> Shown.user(user).toBuilder().tags((Collection<Tag>) null).build());
    return ListUsersResponse.builder()
        .users(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  UpdateUserResponse update(UpdateUserRequest request, Keys keys) {
    Identity user = store.get(Kind.USER, request.userName());
    String before = user.name;
    store.rename(user, request.newUserName(), request.newPath());
    keys.rename(before, user);
    return UpdateUserResponse.builder().build();
  }

  DeleteUserResponse delete(
      DeleteUserRequest request, Keys keys, MfaDevices mfaDevices, LoginProfiles logins) {
    Identity user = store.get(Kind.USER, request.userName());
    user.checkDeletable();
    if (!user.groups.isEmpty()) {
      throw IamErrors.conflict("Cannot delete entity, must remove users from group first.");
    }
    if (keys.has(user.name)) {
      throw IamErrors.conflict("Cannot delete entity, must delete access keys first.");
    }
    if (mfaDevices.has(user)) {
      throw IamErrors.conflict("Cannot delete entity, must delete MFA device first.");
    }
    if (logins.has(user)) {
      throw IamErrors.conflict("Cannot delete entity, must delete login profile first.");
    }
    store.remove(user);
    return DeleteUserResponse.builder().build();
  }

  PutUserPermissionsBoundaryResponse putBoundary(PutUserPermissionsBoundaryRequest request) {
    store.get(Kind.USER, request.userName()).boundary =
        store.policy(request.permissionsBoundary()).arn;
    return PutUserPermissionsBoundaryResponse.builder().build();
  }

  DeleteUserPermissionsBoundaryResponse deleteBoundary(
      DeleteUserPermissionsBoundaryRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    if (user.boundary == null) {
      throw IamErrors.noSuchEntity("The user " + user.name + " has no permissions boundary.");
    }
    user.boundary = null;
    return DeleteUserPermissionsBoundaryResponse.builder().build();
  }

  TagUserResponse tag(TagUserRequest request) {
    user(request.userName()).tags.put(request.tags());
    return TagUserResponse.builder().build();
  }

  UntagUserResponse untag(UntagUserRequest request) {
    user(request.userName()).tags.remove(request.tagKeys());
    return UntagUserResponse.builder().build();
  }

  ListUserTagsResponse listTags(ListUserTagsRequest request) {
    Pages<Tag> page =
        Pages.of(
            user(request.userName()).tags.all(), request.marker(), request.maxItems(), tag -> tag);
    return ListUserTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  PutUserPolicyResponse putPolicy(PutUserPolicyRequest request) {
    store
        .get(Kind.USER, request.userName())
        .putInline(request.policyName(), request.policyDocument());
    return PutUserPolicyResponse.builder().build();
  }

  GetUserPolicyResponse getPolicy(GetUserPolicyRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    return GetUserPolicyResponse.builder()
        .userName(user.name)
        .policyName(request.policyName())
        .policyDocument(Documents.encoded(user.inline(request.policyName())))
        .build();
  }

  DeleteUserPolicyResponse deletePolicy(DeleteUserPolicyRequest request) {
    store.get(Kind.USER, request.userName()).deleteInline(request.policyName());
    return DeleteUserPolicyResponse.builder().build();
  }

  ListUserPoliciesResponse listPolicies(ListUserPoliciesRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    Pages<String> page =
        Pages.of(user.inlineNames(), request.marker(), request.maxItems(), name -> name);
    return ListUserPoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  AttachUserPolicyResponse attach(AttachUserPolicyRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    user.attach(store.policy(request.policyArn()).arn);
    return AttachUserPolicyResponse.builder().build();
  }

  DetachUserPolicyResponse detach(DetachUserPolicyRequest request) {
    store.get(Kind.USER, request.userName()).detach(request.policyArn());
    return DetachUserPolicyResponse.builder().build();
  }

  ListAttachedUserPoliciesResponse listAttached(ListAttachedUserPoliciesRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    Pages<AttachedPolicy> page =
        Pages.of(user.attached, request.marker(), request.maxItems(), Shown::attached);
    return ListAttachedUserPoliciesResponse.builder()
        .attachedPolicies(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private Identity user(String name) {
    return store.get(Kind.USER, name);
  }
}
