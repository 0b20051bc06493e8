package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.List;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyInUseException;
import software.amazon.awssdk.services.cloudfront.model.CachePolicySummary;
import software.amazon.awssdk.services.cloudfront.model.CreateCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.GetOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.GetOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.ListCachePoliciesRequest;
import software.amazon.awssdk.services.cloudfront.model.ListCachePoliciesResponse;
import software.amazon.awssdk.services.cloudfront.model.ListOriginRequestPoliciesRequest;
import software.amazon.awssdk.services.cloudfront.model.ListOriginRequestPoliciesResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyInUseException;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicySummary;
import software.amazon.awssdk.services.cloudfront.model.UpdateCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginRequestPolicyResponse;

/** Cache policies and origin request policies. */
abstract class PolicyOperations extends SharedPolicies {

  PolicyOperations(Surroundings aws) {
    super(aws);
  }

  @Override
  public CreateCachePolicyResponse createCachePolicy(CreateCachePolicyRequest request) {
    CachePolicyConfig config = request.cachePolicyConfig();
    if (config == null || config.name() == null || config.name().startsWith("Managed-")) {
      throw CloudFrontErrors.invalid("The policy needs a name that is not AWS's own");
    }
    if (cachePolicies.all().stream()
        .anyMatch(one -> one.value().cachePolicyConfig().name().equals(config.name()))) {
      throw AwsError.of(
          CachePolicyAlreadyExistsException.builder(),
          "CachePolicyAlreadyExists",
          409,
          "A policy with the name " + config.name() + " already exists.");
    }
    PolicyChecks.check(config);
    String id = aws.ids().uuid();
    var added = cachePolicies.add(id, cachePolicy(id, config));
    return CreateCachePolicyResponse.builder()
        .cachePolicy(added.value())
        .eTag(added.eTag())
        .location("https://cloudfront.amazonaws.com/2020-05-31/cache-policy/" + id)
        .build();
  }

  @Override
  public GetCachePolicyResponse getCachePolicy(GetCachePolicyRequest request) {
    var found = cachePolicies.get(request.id());
    return GetCachePolicyResponse.builder().cachePolicy(found.value()).eTag(found.eTag()).build();
  }

  @Override
  public UpdateCachePolicyResponse updateCachePolicy(UpdateCachePolicyRequest request) {
    PolicyChecks.check(request.cachePolicyConfig());
    PolicyChecks.notManaged(cachePolicies.get(request.id()).value().cachePolicyConfig().name());
    var updated =
        cachePolicies.update(
            request.id(),
            request.ifMatch(),
            before -> cachePolicy(request.id(), request.cachePolicyConfig()));
    return UpdateCachePolicyResponse.builder()
        .cachePolicy(updated.value())
        .eTag(updated.eTag())
        .build();
  }

  @Override
  public DeleteCachePolicyResponse deleteCachePolicy(DeleteCachePolicyRequest request) {
    PolicyChecks.notManaged(cachePolicies.get(request.id()).value().cachePolicyConfig().name());
    cachePolicies.match(request.id(), request.ifMatch());
    if (PolicyChecks.used(configurations(), request.id())) {
      throw AwsError.of(
          CachePolicyInUseException.builder(),
          "CachePolicyInUse",
          409,
          "Cannot delete the policy because it is attached to one or more cache behaviors.");
    }
    cachePolicies.remove(request.id());
    return DeleteCachePolicyResponse.builder().build();
  }

  @Override
  public ListCachePoliciesResponse listCachePolicies(ListCachePoliciesRequest request) {
    List<CachePolicySummary> all =
        cachePolicies.all().stream()
            .map(
                one ->
                    CachePolicySummary.builder()
                        .type(PolicyChecks.type(one.value().cachePolicyConfig().name()))
                        .cachePolicy(one.value())
                        .build())
            .filter(
                one ->
                    request.typeAsString() == null
                        || request.typeAsString().equals(one.typeAsString()))
            .toList();
    return ListCachePoliciesResponse.builder()
        .cachePolicyList(list -> list.quantity(all.size()).items(all).maxItems(100))
        .build();
  }

  @Override
  public CreateOriginRequestPolicyResponse createOriginRequestPolicy(
      CreateOriginRequestPolicyRequest request) {
    OriginRequestPolicyConfig config = request.originRequestPolicyConfig();
    if (config == null || config.name() == null || config.name().startsWith("Managed-")) {
      throw CloudFrontErrors.invalid("The policy needs a name that is not AWS's own");
    }
    if (originRequestPolicies.all().stream()
        .anyMatch(one -> one.value().originRequestPolicyConfig().name().equals(config.name()))) {
      throw AwsError.of(
          OriginRequestPolicyAlreadyExistsException.builder(),
          "OriginRequestPolicyAlreadyExists",
          409,
          "A policy with the name " + config.name() + " already exists.");
    }
    PolicyChecks.check(config);
    String id = aws.ids().uuid();
    var added = originRequestPolicies.add(id, originRequestPolicy(id, config));
    return CreateOriginRequestPolicyResponse.builder()
        .originRequestPolicy(added.value())
        .eTag(added.eTag())
        .location("https://cloudfront.amazonaws.com/2020-05-31/origin-request-policy/" + id)
        .build();
  }

  @Override
  public GetOriginRequestPolicyResponse getOriginRequestPolicy(
      GetOriginRequestPolicyRequest request) {
    var found = originRequestPolicies.get(request.id());
    return GetOriginRequestPolicyResponse.builder()
        .originRequestPolicy(found.value())
        .eTag(found.eTag())
        .build();
  }

  @Override
  public UpdateOriginRequestPolicyResponse updateOriginRequestPolicy(
      UpdateOriginRequestPolicyRequest request) {
    PolicyChecks.check(request.originRequestPolicyConfig());
    PolicyChecks.notManaged(
        originRequestPolicies.get(request.id()).value().originRequestPolicyConfig().name());
    var updated =
        originRequestPolicies.update(
            request.id(),
            request.ifMatch(),
            before -> originRequestPolicy(request.id(), request.originRequestPolicyConfig()));
    return UpdateOriginRequestPolicyResponse.builder()
        .originRequestPolicy(updated.value())
        .eTag(updated.eTag())
        .build();
  }

  @Override
  public DeleteOriginRequestPolicyResponse deleteOriginRequestPolicy(
      DeleteOriginRequestPolicyRequest request) {
    PolicyChecks.notManaged(
        originRequestPolicies.get(request.id()).value().originRequestPolicyConfig().name());
    originRequestPolicies.match(request.id(), request.ifMatch());
    if (PolicyChecks.used(configurations(), request.id())) {
      throw AwsError.of(
          OriginRequestPolicyInUseException.builder(),
          "OriginRequestPolicyInUse",
          409,
          "Cannot delete the policy because it is attached to one or more cache behaviors.");
    }
    originRequestPolicies.remove(request.id());
    return DeleteOriginRequestPolicyResponse.builder().build();
  }

  @Override
  public ListOriginRequestPoliciesResponse listOriginRequestPolicies(
      ListOriginRequestPoliciesRequest request) {
    List<OriginRequestPolicySummary> all =
        originRequestPolicies.all().stream()
            .map(
                one ->
                    OriginRequestPolicySummary.builder()
                        .type(PolicyChecks.type(one.value().originRequestPolicyConfig().name()))
                        .originRequestPolicy(one.value())
                        .build())
            .filter(
                one ->
                    request.typeAsString() == null
                        || request.typeAsString().equals(one.typeAsString()))
            .toList();
    return ListOriginRequestPoliciesResponse.builder()
        .originRequestPolicyList(list -> list.quantity(all.size()).items(all).maxItems(100))
        .build();
  }
}
