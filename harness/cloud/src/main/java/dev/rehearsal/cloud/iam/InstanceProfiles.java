package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.iam.Identity.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfileTagsResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesForRoleResponse;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesRequest;
import software.amazon.awssdk.services.iam.model.ListInstanceProfilesResponse;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.RemoveRoleFromInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.TagInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.UntagInstanceProfileResponse;

/** Instance profiles: roles for EC2 instances. Called under the store's lock. */
final class InstanceProfiles {

  private final Store store;
  private final Map<String, Profile> profiles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  InstanceProfiles(Store store) {
    this.store = store;
  }

  private static final class Profile {
    private final String name;
    private final String path;
    private final String id;
    private final Instant created;
    private final Tags tags = new Tags();
    private @Nullable String role;

    private Profile(String name, String path, String id, Instant created) {
      this.name = name;
      this.path = path;
      this.id = id;
      this.created = created;
    }
  }

  CreateInstanceProfileResponse create(CreateInstanceProfileRequest request) {
    String name = Checks.name("instanceProfileName", request.instanceProfileName(), 128);
    if (profiles.containsKey(name)) {
      throw IamErrors.exists("Instance Profile " + name + " already exists.");
    }
    Profile profile = new Profile(name, Checks.path(request.path()), store.id("AIPA"), store.now());
    profile.tags.put(request.tags());
    profiles.put(name, profile);
    return CreateInstanceProfileResponse.builder().instanceProfile(shown(profile)).build();
  }

  GetInstanceProfileResponse get(GetInstanceProfileRequest request) {
    return GetInstanceProfileResponse.builder()
        .instanceProfile(shown(profile(request.instanceProfileName())))
        .build();
  }

  ListInstanceProfilesResponse list(ListInstanceProfilesRequest request) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    Pages<InstanceProfile> page =
        Pages.of(
            profiles.values().stream().filter(each -> each.path.startsWith(prefix)).toList(),
            request.marker(),
            request.maxItems(),
            this::shown);
    return ListInstanceProfilesResponse.builder()
        .instanceProfiles(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  ListInstanceProfilesForRoleResponse ofRole(ListInstanceProfilesForRoleRequest request) {
    Identity role = store.get(Kind.ROLE, request.roleName());
    Pages<InstanceProfile> page =
        Pages.of(
            profiles.values().stream().filter(each -> role.name.equals(each.role)).toList(),
            request.marker(),
            request.maxItems(),
            this::shown);
    return ListInstanceProfilesForRoleResponse.builder()
        .instanceProfiles(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  DeleteInstanceProfileResponse delete(DeleteInstanceProfileRequest request) {
    Profile profile = profile(request.instanceProfileName());
    if (profile.role != null) {
      throw IamErrors.conflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    profiles.remove(profile.name);
    return DeleteInstanceProfileResponse.builder().build();
  }

  AddRoleToInstanceProfileResponse addRole(AddRoleToInstanceProfileRequest request) {
    Profile profile = profile(request.instanceProfileName());
    Identity role = store.get(Kind.ROLE, request.roleName());
    if (profile.role != null) {
      throw IamErrors.limit("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    profile.role = role.name;
    return AddRoleToInstanceProfileResponse.builder().build();
  }

  RemoveRoleFromInstanceProfileResponse removeRole(RemoveRoleFromInstanceProfileRequest request) {
    Profile profile = profile(request.instanceProfileName());
    if (profile.role == null || !profile.role.equalsIgnoreCase(request.roleName())) {
      throw IamErrors.noSuchEntity(
          "The role " + request.roleName() + " is not in instance profile " + profile.name + ".");
    }
    profile.role = null;
    return RemoveRoleFromInstanceProfileResponse.builder().build();
  }

  boolean holds(String role) {
    return profiles.values().stream().anyMatch(each -> role.equals(each.role));
  }

  TagInstanceProfileResponse tag(TagInstanceProfileRequest request) {
    profile(request.instanceProfileName()).tags.put(request.tags());
    return TagInstanceProfileResponse.builder().build();
  }

  UntagInstanceProfileResponse untag(UntagInstanceProfileRequest request) {
    profile(request.instanceProfileName()).tags.remove(request.tagKeys());
    return UntagInstanceProfileResponse.builder().build();
  }

  ListInstanceProfileTagsResponse listTags(ListInstanceProfileTagsRequest request) {
    Pages<Tag> page =
        Pages.of(
            profile(request.instanceProfileName()).tags.all(),
            request.marker(),
            request.maxItems(),
            tag -> tag);
    return ListInstanceProfileTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private Profile profile(@Nullable String name) {
    Profile profile = name == null ? null : profiles.get(name);
    if (profile == null) {
      throw IamErrors.noSuchEntity("Instance Profile " + name + " cannot be found.");
    }
    return profile;
  }

  private InstanceProfile shown(Profile profile) {
    Role[] roles =
        profile.role == null
            ? new Role[0]
            : new Role[] {Shown.role(store.get(Kind.ROLE, profile.role))};
    return InstanceProfile.builder()
        .path(profile.path)
        .instanceProfileName(profile.name)
        .instanceProfileId(profile.id)
        .arn(
            "arn:aws:iam::"
                + store.aws().account()
                + ":instance-profile"
                + profile.path
                + profile.name)
        .createDate(profile.created)
        .roles(roles)
        .tags(profile.tags.all())
        .build();
  }
}
