package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.GetOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;

final class OriginRequestPolicyType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudfront_origin_request_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules.label("CloudFront Origin Request Policy").forcesNew("name").recomputed("etag");
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(CloudFrontClient.class)
            .createOriginRequestPolicy(request -> request.originRequestPolicyConfig(wanted(it)))
            .originRequestPolicy()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetOriginRequestPolicyResponse found =
        it.client(CloudFrontClient.class).getOriginRequestPolicy(request -> request.id(it.id()));
    it.take(found.originRequestPolicy().originRequestPolicyConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "origin-request-policy", it.id()));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CloudFrontClient.class)
        .updateOriginRequestPolicy(
            request ->
                request
                    .id(it.id())
                    .ifMatch(it.prior().text("etag"))
                    .originRequestPolicyConfig(wanted(it)));
  }

  @Override
  public void delete(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String etag = cloudFront.getOriginRequestPolicy(request -> request.id(it.id())).eTag();
    cloudFront.deleteOriginRequestPolicy(request -> request.id(it.id()).ifMatch(etag));
  }

  private static OriginRequestPolicyConfig wanted(ResourceInstance it) {
    return it.fill(OriginRequestPolicyConfig.builder()).build();
  }
}
