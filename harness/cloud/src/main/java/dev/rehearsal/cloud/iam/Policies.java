package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyUsageType;
import software.amazon.awssdk.services.iam.model.PolicyUser;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/** Managed policies and their versions. Called under the store's lock. */
final class Policies {

  private final Store store;

  Policies(Store store) {
    this.store = store;
  }

  CreatePolicyResponse create(CreatePolicyRequest request) {
    String name = Checks.name("policyName", request.policyName(), 128);
    String path = Checks.path(request.path());
    String arn = "arn:aws:iam::" + store.aws().account() + ":policy" + path + name;
    for (ManagedPolicy each : store.customerPolicies()) {
      if (each.name.equalsIgnoreCase(name)) {
        throw IamErrors.exists(
            "A policy called " + name + " already exists. Duplicate names are not allowed.");
      }
    }
    ManagedPolicy policy =
        new ManagedPolicy(
            arn,
            name,
            path,
            store.id("ANPA"),
            request.description(),
            Documents.identityPolicy(request.policyDocument(), 6144),
            store.now());
    policy.tags.put(request.tags());
    store.add(policy);
    return CreatePolicyResponse.builder().policy(Shown.policy(policy, store)).build();
  }

  GetPolicyResponse get(GetPolicyRequest request) {
    return GetPolicyResponse.builder()
        .policy(Shown.policy(store.policy(request.policyArn()), store))
        .build();
  }

  ListPoliciesResponse list(ListPoliciesRequest request) {
    List<ManagedPolicy> all = new ArrayList<>();
    if (request.scope() != PolicyScopeType.AWS) {
      all.addAll(store.customerPolicies());
    }
    if (request.scope() != PolicyScopeType.LOCAL) {
      all.addAll(store.awsPolicies());
    }
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    all.removeIf(policy -> !policy.path.startsWith(prefix));
    if (Boolean.TRUE.equals(request.onlyAttached())) {
      all.removeIf(policy -> store.attachedTo(policy.arn).isEmpty());
    }
    Pages<Policy> page =
        Pages.of(
            all,
            request.marker(),
            request.maxItems(),
            policy ->
                Shown.policy(policy, store).toBuilder()
                    .tags((Collection<Tag>) null)
                    .description(null)
                    .build());
    return ListPoliciesResponse.builder()
        .policies(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  DeletePolicyResponse delete(DeletePolicyRequest request) {
    ManagedPolicy policy = own(request.policyArn());
    if (!store.attachedTo(policy.arn).isEmpty() || !store.boundedBy(policy.arn).isEmpty()) {
      throw IamErrors.conflict("Cannot delete a policy attached to entities.");
    }
    if (policy.versions.size() > 1) {
      throw IamErrors.conflict(
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions. The default version is deleted with the policy.");
    }
    store.remove(policy);
    return DeletePolicyResponse.builder().build();
  }

  CreatePolicyVersionResponse createVersion(CreatePolicyVersionRequest request) {
    ManagedPolicy policy = own(request.policyArn());
    ManagedPolicy.Version version =
        policy.addVersion(
            Documents.identityPolicy(request.policyDocument(), 6144),
            Boolean.TRUE.equals(request.setAsDefault()),
            store.now());
    return CreatePolicyVersionResponse.builder()
        .policyVersion(Shown.version(policy, version, false))
        .build();
  }

  GetPolicyVersionResponse getVersion(GetPolicyVersionRequest request) {
    ManagedPolicy policy = store.policy(request.policyArn());
    return GetPolicyVersionResponse.builder()
        .policyVersion(Shown.version(policy, policy.version(request.versionId()), true))
        .build();
  }

  ListPolicyVersionsResponse listVersions(ListPolicyVersionsRequest request) {
    ManagedPolicy policy = store.policy(request.policyArn());
    List<ManagedPolicy.Version> newestFirst = new ArrayList<>(policy.versions.values());
    Collections.reverse(newestFirst);
    Pages<PolicyVersion> page =
        Pages.of(
            newestFirst,
            request.marker(),
            request.maxItems(),
            version -> Shown.version(policy, version, false));
    return ListPolicyVersionsResponse.builder()
        .versions(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  DeletePolicyVersionResponse deleteVersion(DeletePolicyVersionRequest request) {
    own(request.policyArn()).deleteVersion(request.versionId());
    return DeletePolicyVersionResponse.builder().build();
  }

  SetDefaultPolicyVersionResponse setDefault(SetDefaultPolicyVersionRequest request) {
    ManagedPolicy policy = own(request.policyArn());
    policy.defaultVersion = policy.version(request.versionId()).id();
    policy.updated = store.now();
    return SetDefaultPolicyVersionResponse.builder().build();
  }

  ListEntitiesForPolicyResponse entities(ListEntitiesForPolicyRequest request) {
    ManagedPolicy policy = store.policy(request.policyArn());
    if (request.entityFilter() != null || request.pathPrefix() != null) {
      throw IamErrors.validation(
          "The embedded IAM lists all of a policy's entities: leave EntityFilter and PathPrefix"
              + " out.");
    }
    List<Identity> all =
        request.policyUsageFilter() == PolicyUsageType.PERMISSIONS_BOUNDARY
            ? store.boundedBy(policy.arn)
            : store.attachedTo(policy.arn);
    Pages<Identity> page =
        Pages.of(all, request.marker(), request.maxItems(), identity -> identity);
    return ListEntitiesForPolicyResponse.builder()
        .policyRoles(
            of(page, Kind.ROLE)
                .map(each -> PolicyRole.builder().roleName(each.name).roleId(each.id).build())
                .toList())
        .policyUsers(
            of(page, Kind.USER)
                .map(each -> PolicyUser.builder().userName(each.name).userId(each.id).build())
                .toList())
        .policyGroups(
            of(page, Kind.GROUP)
                .map(each -> PolicyGroup.builder().groupName(each.name).groupId(each.id).build())
                .toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  TagPolicyResponse tag(TagPolicyRequest request) {
    store.policy(request.policyArn()).tags.put(request.tags());
    return TagPolicyResponse.builder().build();
  }

  UntagPolicyResponse untag(UntagPolicyRequest request) {
    store.policy(request.policyArn()).tags.remove(request.tagKeys());
    return UntagPolicyResponse.builder().build();
  }

  ListPolicyTagsResponse listTags(ListPolicyTagsRequest request) {
    Pages<Tag> page =
        Pages.of(
            store.policy(request.policyArn()).tags.all(),
            request.marker(),
            request.maxItems(),
            tag -> tag);
    return ListPolicyTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static Stream<Identity> of(Pages<Identity> page, Kind kind) {
    return page.items().stream().filter(each -> each.kind == kind);
  }

  private ManagedPolicy own(String arn) {
    ManagedPolicy policy = store.policy(arn);
    if (policy.awsManaged()) {
      throw AwsError.of(
          "AccessDenied", 403, "Policy " + arn + " is AWS's own and cannot be changed.");
    }
    return policy;
  }
}
