package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Shapes;
import java.util.List;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CachePolicy;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.GetResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.GetResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsResponse;
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
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicy;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyInUseException;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicySummary;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateResponseHeadersPolicyRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateResponseHeadersPolicyResponse;

/** What behaviours name: the stores of all policies, with the operations on two sorts of them. */
abstract class SharedPolicies implements CloudFrontClient {

  final Surroundings aws;
  final Store<OriginAccessControl> accessControls;
  final Store<CachePolicy> cachePolicies;
  final Store<OriginRequestPolicy> originRequestPolicies;
  final Store<ResponseHeadersPolicy> responseHeadersPolicies;

  SharedPolicies(Surroundings aws) {
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

  CachePolicy cachePolicy(String id, CachePolicyConfig config) {
    return CachePolicy.builder()
        .id(id)
        .lastModifiedTime(aws.clock().instant())
        .cachePolicyConfig(config)
        .build();
  }

  OriginRequestPolicy originRequestPolicy(String id, OriginRequestPolicyConfig config) {
    return OriginRequestPolicy.builder()
        .id(id)
        .lastModifiedTime(aws.clock().instant())
        .originRequestPolicyConfig(config)
        .build();
  }

  ResponseHeadersPolicy responseHeadersPolicy(String id, ResponseHeadersPolicyConfig config) {
    return ResponseHeadersPolicy.builder()
        .id(id)
        .lastModifiedTime(aws.clock().instant())
        .responseHeadersPolicyConfig(config)
        .build();
  }
}
