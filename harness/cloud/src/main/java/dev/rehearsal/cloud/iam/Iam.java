package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.CreateAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountAliasResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccountPasswordPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetAccountPasswordPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesRequest;
import software.amazon.awssdk.services.iam.model.ListAccountAliasesResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyTagsResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateAccountPasswordPolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccountPasswordPolicyResponse;

/**
 * AWS Identity and Access Management: what one account keeps. Authorising calls is the gateway's
 * part.
 */
public final class Iam extends UserOperations implements ResourcePolicies {

  private final Policies policies;
  private final Simulations simulations;
  private final LastAccessed lastAccessed;

  public Iam(Surroundings aws) {
    super(new Store(aws));
    this.policies = new Policies(store);
    this.simulations = new Simulations(store);
    this.lastAccessed = new LastAccessed(store);
  }

  /** What a role may do; empty where there is no such role. */
  public Optional<IdentityPolicies> role(String name) {
    return store.locked(() -> IdentityPolicies.of(store, Kind.ROLE, name));
  }

  /** What a user may do, that of the user's groups included; empty where there is no such user. */
  public Optional<IdentityPolicies> user(String name) {
    return store.locked(() -> IdentityPolicies.of(store, Kind.USER, name));
  }

  /** A role's trust policy, by the role's ARN. */
  @Override
  public Optional<String> resourcePolicy(String arn) {
    return store.locked(
        () ->
            store.list(Kind.ROLE, null).stream()
                .filter(role -> role.arn().equals(arn))
                .map(role -> role.trust)
                .findFirst());
  }

  @Override
  public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
    return store.locked(() -> policies.create(request));
  }

  @Override
  public GetPolicyResponse getPolicy(GetPolicyRequest request) {
    return store.locked(() -> policies.get(request));
  }

  @Override
  public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
    return store.locked(() -> policies.list(request));
  }

  @Override
  public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
    return store.locked(() -> policies.delete(request));
  }

  @Override
  public CreatePolicyVersionResponse createPolicyVersion(CreatePolicyVersionRequest request) {
    return store.locked(() -> policies.createVersion(request));
  }

  @Override
  public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
    return store.locked(() -> policies.getVersion(request));
  }

  @Override
  public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
    return store.locked(() -> policies.listVersions(request));
  }

  @Override
  public DeletePolicyVersionResponse deletePolicyVersion(DeletePolicyVersionRequest request) {
    return store.locked(() -> policies.deleteVersion(request));
  }

  @Override
  public SetDefaultPolicyVersionResponse setDefaultPolicyVersion(
      SetDefaultPolicyVersionRequest request) {
    return store.locked(() -> policies.setDefault(request));
  }

  @Override
  public ListEntitiesForPolicyResponse listEntitiesForPolicy(ListEntitiesForPolicyRequest request) {
    return store.locked(() -> policies.entities(request));
  }

  @Override
  public TagPolicyResponse tagPolicy(TagPolicyRequest request) {
    return store.locked(() -> policies.tag(request));
  }

  @Override
  public UntagPolicyResponse untagPolicy(UntagPolicyRequest request) {
    return store.locked(() -> policies.untag(request));
  }

  @Override
  public ListPolicyTagsResponse listPolicyTags(ListPolicyTagsRequest request) {
    return store.locked(() -> policies.listTags(request));
  }

  @Override
  public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(
      SimulatePrincipalPolicyRequest request) {
    return store.locked(() -> simulations.principal(request));
  }

  @Override
  public SimulateCustomPolicyResponse simulateCustomPolicy(SimulateCustomPolicyRequest request) {
    return simulations.custom(request);
  }

  @Override
  public GenerateServiceLastAccessedDetailsResponse generateServiceLastAccessedDetails(
      GenerateServiceLastAccessedDetailsRequest request) {
    return store.locked(() -> lastAccessed.generate(request));
  }

  @Override
  public GetServiceLastAccessedDetailsResponse getServiceLastAccessedDetails(
      GetServiceLastAccessedDetailsRequest request) {
    return lastAccessed.get(request);
  }

  @Override
  public GetAccountPasswordPolicyResponse getAccountPasswordPolicy(
      GetAccountPasswordPolicyRequest request) {
    return store.locked(() -> account.get(request));
  }

  @Override
  public UpdateAccountPasswordPolicyResponse updateAccountPasswordPolicy(
      UpdateAccountPasswordPolicyRequest request) {
    return store.locked(() -> account.update(request));
  }

  @Override
  public DeleteAccountPasswordPolicyResponse deleteAccountPasswordPolicy(
      DeleteAccountPasswordPolicyRequest request) {
    return store.locked(() -> account.delete(request));
  }

  @Override
  public CreateAccountAliasResponse createAccountAlias(CreateAccountAliasRequest request) {
    return store.locked(() -> account.createAlias(request));
  }

  @Override
  public ListAccountAliasesResponse listAccountAliases(ListAccountAliasesRequest request) {
    return store.locked(() -> account.aliases(request));
  }

  @Override
  public DeleteAccountAliasResponse deleteAccountAlias(DeleteAccountAliasRequest request) {
    return store.locked(() -> account.deleteAlias(request));
  }

  @Override
  public String serviceName() {
    return "iam";
  }

  @Override
  public void close() {
    store.locked(
        () -> {
          keys.clear();
          return true;
        });
  }
}
