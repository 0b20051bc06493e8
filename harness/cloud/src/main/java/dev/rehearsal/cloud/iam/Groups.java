package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.List;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupResponse;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupResponse;
import software.amazon.awssdk.services.iam.model.User;

/** Groups and who is in them. Called under the store's lock. */
final class Groups {

  private final Store store;

  Groups(Store store) {
    this.store = store;
  }

  CreateGroupResponse create(CreateGroupRequest request) {
    Identity group = store.create(Kind.GROUP, request.groupName(), request.path());
    store.add(group);
    return CreateGroupResponse.builder().group(Shown.group(group)).build();
  }

  GetGroupResponse get(GetGroupRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    Pages<User> page = Pages.of(members(group), request.marker(), request.maxItems(), Shown::user);
    return GetGroupResponse.builder()
        .group(Shown.group(group))
        .users(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  ListGroupsResponse list(ListGroupsRequest request) {
    Pages<Group> page =
        Pages.of(
            store.list(Kind.GROUP, request.pathPrefix()),
            request.marker(),
            request.maxItems(),
            Shown::group);
    return ListGroupsResponse.builder()
        .groups(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  ListGroupsForUserResponse ofUser(ListGroupsForUserRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    Pages<Group> page =
        Pages.of(
            user.groups,
            request.marker(),
            request.maxItems(),
            name -> Shown.group(store.get(Kind.GROUP, name)));
    return ListGroupsForUserResponse.builder()
        .groups(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  UpdateGroupResponse update(UpdateGroupRequest request) {
    store.rename(
        store.get(Kind.GROUP, request.groupName()), request.newGroupName(), request.newPath());
    return UpdateGroupResponse.builder().build();
  }

  DeleteGroupResponse delete(DeleteGroupRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    group.checkDeletable();
    if (!members(group).isEmpty()) {
      throw IamErrors.conflict("Cannot delete entity, must remove users from group first.");
    }
    store.remove(group);
    return DeleteGroupResponse.builder().build();
  }

  AddUserToGroupResponse add(AddUserToGroupRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    store.get(Kind.USER, request.userName()).groups.add(group.name);
    return AddUserToGroupResponse.builder().build();
  }

  RemoveUserFromGroupResponse remove(RemoveUserFromGroupRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    if (!store.get(Kind.USER, request.userName()).groups.remove(group.name)) {
      throw IamErrors.noSuchEntity(
          "User " + request.userName() + " is not in group " + group.name + ".");
    }
    return RemoveUserFromGroupResponse.builder().build();
  }

  PutGroupPolicyResponse putPolicy(PutGroupPolicyRequest request) {
    store
        .get(Kind.GROUP, request.groupName())
        .putInline(request.policyName(), request.policyDocument());
    return PutGroupPolicyResponse.builder().build();
  }

  GetGroupPolicyResponse getPolicy(GetGroupPolicyRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    return GetGroupPolicyResponse.builder()
        .groupName(group.name)
        .policyName(request.policyName())
        .policyDocument(Documents.encoded(group.inline(request.policyName())))
        .build();
  }

  DeleteGroupPolicyResponse deletePolicy(DeleteGroupPolicyRequest request) {
    store.get(Kind.GROUP, request.groupName()).deleteInline(request.policyName());
    return DeleteGroupPolicyResponse.builder().build();
  }

  ListGroupPoliciesResponse listPolicies(ListGroupPoliciesRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    Pages<String> page =
        Pages.of(group.inlineNames(), request.marker(), request.maxItems(), name -> name);
    return ListGroupPoliciesResponse.builder()
        .policyNames(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  AttachGroupPolicyResponse attach(AttachGroupPolicyRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    group.attach(store.policy(request.policyArn()).arn);
    return AttachGroupPolicyResponse.builder().build();
  }

  DetachGroupPolicyResponse detach(DetachGroupPolicyRequest request) {
    store.get(Kind.GROUP, request.groupName()).detach(request.policyArn());
    return DetachGroupPolicyResponse.builder().build();
  }

  ListAttachedGroupPoliciesResponse listAttached(ListAttachedGroupPoliciesRequest request) {
    Identity group = store.get(Kind.GROUP, request.groupName());
    Pages<AttachedPolicy> page =
        Pages.of(group.attached, request.marker(), request.maxItems(), Shown::attached);
    return ListAttachedGroupPoliciesResponse.builder()
        .attachedPolicies(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private List<Identity> members(Identity group) {
    return store.list(Kind.USER, null).stream()
        .filter(user -> user.groups.contains(group.name))
        .toList();
  }
}
