package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Shapes;
import java.util.List;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CachePolicy;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyInUseException;
import software.amazon.awssdk.services.cloudfront.model.CachePolicySummary;
import software.amazon.awssdk.services.cloudfront.model.CreateCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.GetOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.GetOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.GetResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.GetResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.ListCachePoliciesRequest;
import software.amazon.awssdk.services.cloudfront.model.ListCachePoliciesResponse;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsResponse;
import software.amazon.awssdk.services.cloudfront.model.ListOriginRequestPoliciesRequest;
import software.amazon.awssdk.services.cloudfront.model.ListOriginRequestPoliciesResponse;
import software.amazon.awssdk.services.cloudfront.model.ListResponseHeadersPoliciesRequest;
import software.amazon.awssdk.services.cloudfront.model.ListResponseHeadersPoliciesResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchCachePolicyException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchOriginAccessControlException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchOriginRequestPolicyException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchResponseHeadersPolicyException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControl;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlInUseException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicy;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyInUseException;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicySummary;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicy;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyInUseException;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicySummary;
import software.amazon.awssdk.services.cloudfront.model.UpdateCachePolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateCachePolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginRequestPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateResponseHeadersPolicyResponse;

/** Origin access controls and the policies that behaviours name. */
abstract class PolicyOperations implements CloudFrontClient {

  final Surroundings aws;
  final Store<OriginAccessControl> accessControls;
  final Store<CachePolicy> cachePolicies;
  final Store<OriginRequestPolicy> originRequestPolicies;
  final Store<ResponseHeadersPolicy> responseHeadersPolicies;

  PolicyOperations(Surroundings aws) {
    this.aws = aws;
    this.accessControls =
        new Store<>(
            aws.ids(),
            () ->
                AwsError.of(
                    NoSuchOriginAccessControlException.builder(),
                    "NoSuchOriginAccessControl",
                    404,
                    "The specified origin access control does not exist."));
    this.cachePolicies =
        new Store<>(
            aws.ids(),
            () ->
                AwsError.of(
                    NoSuchCachePolicyException.builder(),
                    "NoSuchCachePolicy",
                    404,
                    "The specified cache policy does not exist."));
    this.originRequestPolicies =
        new Store<>(
            aws.ids(),
            () ->
                AwsError.of(
                    NoSuchOriginRequestPolicyException.builder(),
                    "NoSuchOriginRequestPolicy",
                    404,
                    "The specified origin request policy does not exist."));
    this.responseHeadersPolicies =
        new Store<>(
            aws.ids(),
            () ->
                AwsError.of(
                    NoSuchResponseHeadersPolicyException.builder(),
                    "NoSuchResponseHeadersPolicy",
                    404,
                    "The specified response headers policy does not exist."));
    ManagedPolicies.cache().forEach((id, config) -> cachePolicies.add(id, cachePolicy(id, config)));
    ManagedPolicies.originRequest()
        .forEach((id, config) -> originRequestPolicies.add(id, originRequestPolicy(id, config)));
    ManagedPolicies.responseHeaders()
        .forEach(
            (id, config) -> responseHeadersPolicies.add(id, responseHeadersPolicy(id, config)));
  }

  /** The configurations of every distribution, to see what is in use. */
  abstract List<DistributionConfig> configurations();

  @Override
  public CreateOriginAccessControlResponse createOriginAccessControl(
      CreateOriginAccessControlRequest request) {
    OriginAccessControlConfig config = request.originAccessControlConfig();
    if (config == null || config.name() == null) {
      throw CloudFrontErrors.invalid("An origin access control needs a name");
    }
    if (accessControls.all().stream()
        .anyMatch(one -> one.value().originAccessControlConfig().name().equals(config.name()))) {
      throw AwsError.of(
          OriginAccessControlAlreadyExistsException.builder(),
          "OriginAccessControlAlreadyExists",
          409,
          "An origin access control with the name " + config.name() + " already exists.");
    }
    if (config.originAccessControlOriginType() != OriginAccessControlOriginTypes.S3) {
      throw CloudFrontErrors.notHere(
          "origin access controls of type " + config.originAccessControlOriginTypeAsString());
    }
    String id = "E" + aws.ids().upper(13);
    var added =
        accessControls.add(
            id, OriginAccessControl.builder().id(id).originAccessControlConfig(config).build());
    return CreateOriginAccessControlResponse.builder()
        .originAccessControl(added.value())
        .eTag(added.eTag())
        .location("https://cloudfront.amazonaws.com/2020-05-31/origin-access-control/" + id)
        .build();
  }

  @Override
  public GetOriginAccessControlResponse getOriginAccessControl(
      GetOriginAccessControlRequest request) {
    var found = accessControls.get(request.id());
    return GetOriginAccessControlResponse.builder()
        .originAccessControl(found.value())
        .eTag(found.eTag())
        .build();
  }

  @Override
  public UpdateOriginAccessControlResponse updateOriginAccessControl(
      UpdateOriginAccessControlRequest request) {
    var updated =
        accessControls.update(
            request.id(),
            request.ifMatch(),
            before ->
                before.toBuilder()
                    .originAccessControlConfig(request.originAccessControlConfig())
                    .build());
    return UpdateOriginAccessControlResponse.builder()
        .originAccessControl(updated.value())
        .eTag(updated.eTag())
        .build();
  }

  @Override
  public DeleteOriginAccessControlResponse deleteOriginAccessControl(
      DeleteOriginAccessControlRequest request) {
    accessControls.match(request.id(), request.ifMatch());
    for (DistributionConfig config : configurations()) {
      if (config.origins().items().stream()
          .anyMatch(origin -> request.id().equals(origin.originAccessControlId()))) {
        throw AwsError.of(
            OriginAccessControlInUseException.builder(),
            "OriginAccessControlInUse",
            409,
            "Cannot delete the origin access control because it's in use by one or more origins.");
      }
    }
    accessControls.remove(request.id());
    return DeleteOriginAccessControlResponse.builder().build();
  }

  @Override
  public ListOriginAccessControlsResponse listOriginAccessControls(
      ListOriginAccessControlsRequest request) {
    List<OriginAccessControlSummary> all =
        accessControls.all().stream()
            .map(
                one ->
                    Shapes.copy(
                            one.value().originAccessControlConfig(),
                            OriginAccessControlSummary.builder())
                        .id(one.id())
                        .build())
            .toList();
    return ListOriginAccessControlsResponse.builder()
        .originAccessControlList(
            list -> list.quantity(all.size()).items(all).isTruncated(false).maxItems(100))
        .build();
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

  private CachePolicy cachePolicy(String id, CachePolicyConfig config) {
    return CachePolicy.builder()
        .id(id)
        .lastModifiedTime(aws.clock().instant())
        .cachePolicyConfig(config)
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

  private OriginRequestPolicy originRequestPolicy(String id, OriginRequestPolicyConfig config) {
    return OriginRequestPolicy.builder()
        .id(id)
        .lastModifiedTime(aws.clock().instant())
        .originRequestPolicyConfig(config)
        .build();
  }

  @Override
  public CreateResponseHeadersPolicyResponse createResponseHeadersPolicy(
      CreateResponseHeadersPolicyRequest request) {
    ResponseHeadersPolicyConfig config = request.responseHeadersPolicyConfig();
    if (config == null || config.name() == null || config.name().startsWith("Managed-")) {
      throw CloudFrontErrors.invalid("The policy needs a name that is not AWS's own");
    }
    if (responseHeadersPolicies.all().stream()
        .anyMatch(one -> one.value().responseHeadersPolicyConfig().name().equals(config.name()))) {
      throw AwsError.of(
          ResponseHeadersPolicyAlreadyExistsException.builder(),
          "ResponseHeadersPolicyAlreadyExists",
          409,
          "A policy with the name " + config.name() + " already exists.");
    }
    PolicyChecks.check(config);
    String id = aws.ids().uuid();
    var added = responseHeadersPolicies.add(id, responseHeadersPolicy(id, config));
    return CreateResponseHeadersPolicyResponse.builder()
        .responseHeadersPolicy(added.value())
        .eTag(added.eTag())
        .location("https://cloudfront.amazonaws.com/2020-05-31/response-headers-policy/" + id)
        .build();
  }

  @Override
  public GetResponseHeadersPolicyResponse getResponseHeadersPolicy(
      GetResponseHeadersPolicyRequest request) {
    var found = responseHeadersPolicies.get(request.id());
    return GetResponseHeadersPolicyResponse.builder()
        .responseHeadersPolicy(found.value())
        .eTag(found.eTag())
        .build();
  }

  @Override
  public UpdateResponseHeadersPolicyResponse updateResponseHeadersPolicy(
      UpdateResponseHeadersPolicyRequest request) {
    PolicyChecks.check(request.responseHeadersPolicyConfig());
    PolicyChecks.notManaged(
        responseHeadersPolicies.get(request.id()).value().responseHeadersPolicyConfig().name());
    var updated =
        responseHeadersPolicies.update(
            request.id(),
            request.ifMatch(),
            before -> responseHeadersPolicy(request.id(), request.responseHeadersPolicyConfig()));
    return UpdateResponseHeadersPolicyResponse.builder()
        .responseHeadersPolicy(updated.value())
        .eTag(updated.eTag())
        .build();
  }

  @Override
  public DeleteResponseHeadersPolicyResponse deleteResponseHeadersPolicy(
      DeleteResponseHeadersPolicyRequest request) {
    PolicyChecks.notManaged(
        responseHeadersPolicies.get(request.id()).value().responseHeadersPolicyConfig().name());
    responseHeadersPolicies.match(request.id(), request.ifMatch());
    if (PolicyChecks.used(configurations(), request.id())) {
      throw AwsError.of(
          ResponseHeadersPolicyInUseException.builder(),
          "ResponseHeadersPolicyInUse",
          409,
          "Cannot delete the policy because it is attached to one or more cache behaviors.");
    }
    responseHeadersPolicies.remove(request.id());
    return DeleteResponseHeadersPolicyResponse.builder().build();
  }

  @Override
  public ListResponseHeadersPoliciesResponse listResponseHeadersPolicies(
      ListResponseHeadersPoliciesRequest request) {
    List<ResponseHeadersPolicySummary> all =
        responseHeadersPolicies.all().stream()
            .map(
                one ->
                    ResponseHeadersPolicySummary.builder()
                        .type(PolicyChecks.type(one.value().responseHeadersPolicyConfig().name()))
                        .responseHeadersPolicy(one.value())
                        .build())
            .filter(
                one ->
                    request.typeAsString() == null
                        || request.typeAsString().equals(one.typeAsString()))
            .toList();
    return ListResponseHeadersPoliciesResponse.builder()
        .responseHeadersPolicyList(list -> list.quantity(all.size()).items(all).maxItems(100))
        .build();
  }

  private ResponseHeadersPolicy responseHeadersPolicy(
      String id, ResponseHeadersPolicyConfig config) {
    return ResponseHeadersPolicy.builder()
        .id(id)
        .lastModifiedTime(aws.clock().instant())
        .responseHeadersPolicyConfig(config)
        .build();
  }
}
