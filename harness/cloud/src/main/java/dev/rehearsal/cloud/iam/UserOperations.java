package dev.rehearsal.cloud.iam;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.AddUserToGroupRequest;
import software.amazon.awssdk.services.iam.model.AddUserToGroupResponse;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ChangePasswordRequest;
import software.amazon.awssdk.services.iam.model.ChangePasswordResponse;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateGroupRequest;
import software.amazon.awssdk.services.iam.model.CreateGroupResponse;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.DeactivateMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.DeactivateMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteGroupRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupResponse;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteVirtualMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.DeleteVirtualMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.EnableMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.EnableMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetGroupRequest;
import software.amazon.awssdk.services.iam.model.GetGroupResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.GetMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.GetUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListGroupPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsResponse;
import software.amazon.awssdk.services.iam.model.ListMfaDeviceTagsRequest;
import software.amazon.awssdk.services.iam.model.ListMfaDeviceTagsResponse;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesRequest;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.ListVirtualMfaDevicesRequest;
import software.amazon.awssdk.services.iam.model.ListVirtualMfaDevicesResponse;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyResponse;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutUserPermissionsBoundaryResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupRequest;
import software.amazon.awssdk.services.iam.model.RemoveUserFromGroupResponse;
import software.amazon.awssdk.services.iam.model.ResyncMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.ResyncMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.TagMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.TagMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.TagUserRequest;
import software.amazon.awssdk.services.iam.model.TagUserResponse;
import software.amazon.awssdk.services.iam.model.UntagMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.UntagMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.UntagUserRequest;
import software.amazon.awssdk.services.iam.model.UntagUserResponse;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.UpdateGroupRequest;
import software.amazon.awssdk.services.iam.model.UpdateGroupResponse;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.UpdateLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.UpdateUserRequest;
import software.amazon.awssdk.services.iam.model.UpdateUserResponse;

/** The operations on users, their access keys and second factors, and groups. */
abstract class UserOperations extends RoleOperations {

  final Keys keys;
  final Account account = new Account();
  private final Users users;
  private final MfaDevices mfaDevices;
  private final LoginProfiles logins;
  private final Groups groups;

  UserOperations(Store store) {
    super(store);
    this.keys = new Keys(store);
    this.users = new Users(store);
    this.mfaDevices = new MfaDevices(store);
    this.logins = new LoginProfiles(store, account);
    this.groups = new Groups(store);
  }

  @Override
  public CreateUserResponse createUser(CreateUserRequest request) {
    return store.locked(() -> users.create(request));
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    return store.locked(() -> users.get(request));
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    return store.locked(() -> users.list(request));
  }

  @Override
  public UpdateUserResponse updateUser(UpdateUserRequest request) {
    return store.locked(() -> users.update(request, keys));
  }

  @Override
  public DeleteUserResponse deleteUser(DeleteUserRequest request) {
    return store.locked(() -> users.delete(request, keys, mfaDevices, logins));
  }

  @Override
  public PutUserPermissionsBoundaryResponse putUserPermissionsBoundary(
      PutUserPermissionsBoundaryRequest request) {
    return store.locked(() -> users.putBoundary(request));
  }

  @Override
  public DeleteUserPermissionsBoundaryResponse deleteUserPermissionsBoundary(
      DeleteUserPermissionsBoundaryRequest request) {
    return store.locked(() -> users.deleteBoundary(request));
  }

  @Override
  public TagUserResponse tagUser(TagUserRequest request) {
    return store.locked(() -> users.tag(request));
  }

  @Override
  public UntagUserResponse untagUser(UntagUserRequest request) {
    return store.locked(() -> users.untag(request));
  }

  @Override
  public ListUserTagsResponse listUserTags(ListUserTagsRequest request) {
    return store.locked(() -> users.listTags(request));
  }

  @Override
  public PutUserPolicyResponse putUserPolicy(PutUserPolicyRequest request) {
    return store.locked(() -> users.putPolicy(request));
  }

  @Override
  public GetUserPolicyResponse getUserPolicy(GetUserPolicyRequest request) {
    return store.locked(() -> users.getPolicy(request));
  }

  @Override
  public DeleteUserPolicyResponse deleteUserPolicy(DeleteUserPolicyRequest request) {
    return store.locked(() -> users.deletePolicy(request));
  }

  @Override
  public ListUserPoliciesResponse listUserPolicies(ListUserPoliciesRequest request) {
    return store.locked(() -> users.listPolicies(request));
  }

  @Override
  public AttachUserPolicyResponse attachUserPolicy(AttachUserPolicyRequest request) {
    return store.locked(() -> users.attach(request));
  }

  @Override
  public DetachUserPolicyResponse detachUserPolicy(DetachUserPolicyRequest request) {
    return store.locked(() -> users.detach(request));
  }

  @Override
  public ListAttachedUserPoliciesResponse listAttachedUserPolicies(
      ListAttachedUserPoliciesRequest request) {
    return store.locked(() -> users.listAttached(request));
  }

  @Override
  public CreateLoginProfileResponse createLoginProfile(CreateLoginProfileRequest request) {
    return store.locked(() -> logins.create(request));
  }

  @Override
  public GetLoginProfileResponse getLoginProfile(GetLoginProfileRequest request) {
    return store.locked(() -> logins.get(request));
  }

  @Override
  public UpdateLoginProfileResponse updateLoginProfile(UpdateLoginProfileRequest request) {
    return store.locked(() -> logins.update(request));
  }

  @Override
  public DeleteLoginProfileResponse deleteLoginProfile(DeleteLoginProfileRequest request) {
    return store.locked(() -> logins.delete(request));
  }

  @Override
  public ChangePasswordResponse changePassword(ChangePasswordRequest request) {
    return store.locked(() -> logins.change(request));
  }

  @Override
  public CreateAccessKeyResponse createAccessKey(CreateAccessKeyRequest request) {
    return store.locked(() -> keys.create(request));
  }

  @Override
  public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
    return store.locked(() -> keys.list(request));
  }

  @Override
  public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
    return store.locked(() -> keys.update(request));
  }

  @Override
  public DeleteAccessKeyResponse deleteAccessKey(DeleteAccessKeyRequest request) {
    return store.locked(() -> keys.delete(request));
  }

  @Override
  public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(GetAccessKeyLastUsedRequest request) {
    return store.locked(() -> keys.lastUsed(request));
  }

  @Override
  public CreateVirtualMfaDeviceResponse createVirtualMFADevice(
      CreateVirtualMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.create(request));
  }

  @Override
  public DeleteVirtualMfaDeviceResponse deleteVirtualMFADevice(
      DeleteVirtualMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.delete(request));
  }

  @Override
  public EnableMfaDeviceResponse enableMFADevice(EnableMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.enable(request));
  }

  @Override
  public DeactivateMfaDeviceResponse deactivateMFADevice(DeactivateMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.deactivate(request));
  }

  @Override
  public ResyncMfaDeviceResponse resyncMFADevice(ResyncMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.resync(request));
  }

  @Override
  public GetMfaDeviceResponse getMFADevice(GetMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.find(request));
  }

  @Override
  public ListMfaDevicesResponse listMFADevices(ListMfaDevicesRequest request) {
    return store.locked(() -> mfaDevices.list(request));
  }

  @Override
  public ListVirtualMfaDevicesResponse listVirtualMFADevices(ListVirtualMfaDevicesRequest request) {
    return store.locked(() -> mfaDevices.listVirtual(request));
  }

  @Override
  public TagMfaDeviceResponse tagMFADevice(TagMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.tag(request));
  }

  @Override
  public UntagMfaDeviceResponse untagMFADevice(UntagMfaDeviceRequest request) {
    return store.locked(() -> mfaDevices.untag(request));
  }

  @Override
  public ListMfaDeviceTagsResponse listMFADeviceTags(ListMfaDeviceTagsRequest request) {
    return store.locked(() -> mfaDevices.listTags(request));
  }

  /**
   * Takes a code as a user's second factor. Each counts once.
   *
   * @throws AwsServiceException AccessDenied where it is none
   */
  public void secondFactor(String userName, @Nullable String serial, @Nullable String code) {
    store.locked(
        () -> {
          mfaDevices.check(userName, serial, code);
          return true;
        });
  }

  @Override
  public CreateGroupResponse createGroup(CreateGroupRequest request) {
    return store.locked(() -> groups.create(request));
  }

  @Override
  public GetGroupResponse getGroup(GetGroupRequest request) {
    return store.locked(() -> groups.get(request));
  }

  @Override
  public ListGroupsResponse listGroups(ListGroupsRequest request) {
    return store.locked(() -> groups.list(request));
  }

  @Override
  public ListGroupsForUserResponse listGroupsForUser(ListGroupsForUserRequest request) {
    return store.locked(() -> groups.ofUser(request));
  }

  @Override
  public UpdateGroupResponse updateGroup(UpdateGroupRequest request) {
    return store.locked(() -> groups.update(request));
  }

  @Override
  public DeleteGroupResponse deleteGroup(DeleteGroupRequest request) {
    return store.locked(() -> groups.delete(request));
  }

  @Override
  public AddUserToGroupResponse addUserToGroup(AddUserToGroupRequest request) {
    return store.locked(() -> groups.add(request));
  }

  @Override
  public RemoveUserFromGroupResponse removeUserFromGroup(RemoveUserFromGroupRequest request) {
    return store.locked(() -> groups.remove(request));
  }

  @Override
  public PutGroupPolicyResponse putGroupPolicy(PutGroupPolicyRequest request) {
    return store.locked(() -> groups.putPolicy(request));
  }

  @Override
  public GetGroupPolicyResponse getGroupPolicy(GetGroupPolicyRequest request) {
    return store.locked(() -> groups.getPolicy(request));
  }

  @Override
  public DeleteGroupPolicyResponse deleteGroupPolicy(DeleteGroupPolicyRequest request) {
    return store.locked(() -> groups.deletePolicy(request));
  }

  @Override
  public ListGroupPoliciesResponse listGroupPolicies(ListGroupPoliciesRequest request) {
    return store.locked(() -> groups.listPolicies(request));
  }

  @Override
  public AttachGroupPolicyResponse attachGroupPolicy(AttachGroupPolicyRequest request) {
    return store.locked(() -> groups.attach(request));
  }

  @Override
  public DetachGroupPolicyResponse detachGroupPolicy(DetachGroupPolicyRequest request) {
    return store.locked(() -> groups.detach(request));
  }

  @Override
  public ListAttachedGroupPoliciesResponse listAttachedGroupPolicies(
      ListAttachedGroupPoliciesRequest request) {
    return store.locked(() -> groups.listAttached(request));
  }
}
