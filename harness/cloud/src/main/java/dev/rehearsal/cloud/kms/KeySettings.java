package dev.rehearsal.cloud.kms;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesResponse;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceResponse;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasResponse;

/** What belongs to keys: aliases, policies, tags and grants. */
interface KeySettings extends KmsClient {

  String ALIAS = "alias/[a-zA-Z0-9/_-]+";

  Keys keys();

  @Override
  default CreateAliasResponse createAlias(CreateAliasRequest request) {
    String name = alias(request.aliasName());
    Key key = keys().get(request.targetKeyId());
    key.checkNotPendingDeletion();
    var now = keys().now();
    if (keys().aliases().putIfAbsent(name, new Keys.Alias(name, key.id, now, now)) != null) {
      throw KmsErrors.exists(
          "An alias with the name " + keys().aws.arn("kms", name) + " already exists");
    }
    return CreateAliasResponse.builder().build();
  }

  @Override
  default UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
    String name = alias(request.aliasName());
    Key key = keys().get(request.targetKeyId());
    key.checkNotPendingDeletion();
    Keys.Alias changed =
        keys()
            .aliases()
            .computeIfPresent(
                name,
                (same, before) -> new Keys.Alias(name, key.id, before.created(), keys().now()));
    if (changed == null) {
      throw KmsErrors.notFound("Alias " + keys().aws.arn("kms", name) + " is not found.");
    }
    return UpdateAliasResponse.builder().build();
  }

  @Override
  default DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
    String name = alias(request.aliasName());
    if (keys().aliases().remove(name) == null) {
      throw KmsErrors.notFound("Alias " + keys().aws.arn("kms", name) + " is not found.");
    }
    return DeleteAliasResponse.builder().build();
  }

  private static String alias(String name) {
    if (name == null || !name.matches(ALIAS) || name.length() > 256) {
      throw KmsErrors.invalid(
          "Alias must start with the prefix \"alias/\" and have letters, digits, _, / and - only: "
              + name);
    }
    if (name.startsWith("alias/aws/")) {
      throw dev.rehearsal.cloud.call.AwsError.of(
          software.amazon.awssdk.services.kms.model.KmsException.builder(),
          "NotAuthorizedException",
          400,
          "The prefix alias/aws/ is reserved for AWS managed keys.");
    }
    return name;
  }

  @Override
  default ListAliasesResponse listAliases(ListAliasesRequest request) {
    NavigableMap<String, Keys.Alias> matching = new TreeMap<>(keys().aliases());
    if (request.keyId() != null) {
      String id = keys().get(request.keyId()).id;
      matching.values().removeIf(alias -> !alias.keyId().equals(id));
    }
    Keys.Page<Keys.Alias> page = Keys.Page.of(matching, request.marker(), request.limit(), 50);
    return ListAliasesResponse.builder()
        .aliases(
            page.items().stream()
                .map(
                    alias ->
                        AliasListEntry.builder()
                            .aliasName(alias.name())
                            .aliasArn(keys().aws.arn("kms", alias.name()))
                            .targetKeyId(alias.keyId())
                            .creationDate(alias.created())
                            .lastUpdatedDate(alias.updated())
                            .build())
                .toList())
        .nextMarker(page.next())
        .truncated(page.next() != null)
        .build();
  }

  @Override
  default GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
    checkName(request.policyName());
    return GetKeyPolicyResponse.builder()
        .policy(keys().get(request.keyId()).policy)
        .policyName("default")
        .build();
  }

  @Override
  default PutKeyPolicyResponse putKeyPolicy(PutKeyPolicyRequest request) {
    checkName(request.policyName());
    Key key = keys().get(request.keyId());
    key.checkNotPendingDeletion();
    KeyPolicies.check(request.policy());
    key.policy = request.policy();
    return PutKeyPolicyResponse.builder().build();
  }

  private static void checkName(String name) {
    if (name != null && !name.equals("default")) {
      throw KmsErrors.notFound("No such policy exists");
    }
  }

  @Override
  default ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request) {
    Key unused = keys().get(request.keyId());
    return ListKeyPoliciesResponse.builder().policyNames("default").truncated(false).build();
  }

  @Override
  default ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
    Key key = keys().get(request.keyId());
    synchronized (key) {
      return ListResourceTagsResponse.builder()
          .tags(
              key.tags.entrySet().stream()
                  .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build())
                  .toList())
          .truncated(false)
          .build();
    }
  }

  @Override
  default TagResourceResponse tagResource(TagResourceRequest request) {
    Key key = keys().get(request.keyId());
    key.checkNotPendingDeletion();
    synchronized (key) {
      request.tags().forEach(tag -> key.tags.put(tag.tagKey(), tag.tagValue()));
    }
    return TagResourceResponse.builder().build();
  }

  @Override
  default UntagResourceResponse untagResource(UntagResourceRequest request) {
    Key key = keys().get(request.keyId());
    key.checkNotPendingDeletion();
    synchronized (key) {
      request.tagKeys().forEach(key.tags::remove);
    }
    return UntagResourceResponse.builder().build();
  }

  @Override
  default CreateGrantResponse createGrant(CreateGrantRequest request) {
    Key key = keys().get(request.keyId());
    key.checkEnabled();
    if (request.granteePrincipal() == null || !request.hasOperations()) {
      throw KmsErrors.invalid("A grant needs GranteePrincipal and Operations.");
    }
    String id = keys().aws.ids().hex(64);
    key.grants.add(
        GrantListEntry.builder()
            .keyId(key.arn)
            .grantId(id)
            .name(request.name())
            .creationDate(keys().now())
            .granteePrincipal(request.granteePrincipal())
            .retiringPrincipal(request.retiringPrincipal())
            .issuingAccount("arn:aws:iam::" + key.account + ":root")
            .operationsWithStrings(request.operationsAsStrings())
            .constraints(request.constraints())
            .build());
    return CreateGrantResponse.builder().grantId(id).grantToken("token-" + id).build();
  }

  @Override
  default ListGrantsResponse listGrants(ListGrantsRequest request) {
    Key key = keys().get(request.keyId());
    List<GrantListEntry> grants =
        key.grants.stream()
            .filter(g -> request.grantId() == null || request.grantId().equals(g.grantId()))
            .filter(
                g ->
                    request.granteePrincipal() == null
                        || request.granteePrincipal().equals(g.granteePrincipal()))
            .toList();
    return ListGrantsResponse.builder().grants(grants).truncated(false).build();
  }

  @Override
  default RevokeGrantResponse revokeGrant(RevokeGrantRequest request) {
    if (!keys().get(request.keyId()).grants.removeIf(g -> g.grantId().equals(request.grantId()))) {
      throw KmsErrors.notFound("Grant ID " + request.grantId() + " not found");
    }
    return RevokeGrantResponse.builder().build();
  }

  @Override
  default RetireGrantResponse retireGrant(RetireGrantRequest request) {
    String id =
        request.grantToken() == null
            ? request.grantId()
            : request.grantToken().replaceFirst("^token-", "");
    boolean retired = false;
    for (Key key : keys().all()) {
      retired |= key.grants.removeIf(grant -> grant.grantId().equals(id));
    }
    if (!retired) {
      throw KmsErrors.notFound("Grant ID " + id + " not found");
    }
    return RetireGrantResponse.builder().build();
  }
}
