package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.GetResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;

final class ResponseHeadersPolicyType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudfront_response_headers_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudFront Response Headers Policy")
        .atLeastOneOf(
            "cors_config",
            "custom_headers_config",
            "remove_headers_config",
            "security_headers_config",
            "server_timing_headers_config")
        .recomputed("etag");
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(CloudFrontClient.class)
            .createResponseHeadersPolicy(request -> request.responseHeadersPolicyConfig(wanted(it)))
            .responseHeadersPolicy()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetResponseHeadersPolicyResponse found =
        it.client(CloudFrontClient.class).getResponseHeadersPolicy(request -> request.id(it.id()));
    it.take(found.responseHeadersPolicy().responseHeadersPolicyConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "response-headers-policy", it.id()));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CloudFrontClient.class)
        .updateResponseHeadersPolicy(
            request ->
                request
                    .id(it.id())
                    .ifMatch(it.prior().text("etag"))
                    .responseHeadersPolicyConfig(wanted(it)));
  }

  @Override
  public void delete(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String etag = cloudFront.getResponseHeadersPolicy(request -> request.id(it.id())).eTag();
    cloudFront.deleteResponseHeadersPolicy(request -> request.id(it.id()).ifMatch(etag));
  }

  private static ResponseHeadersPolicyConfig wanted(ResourceInstance it) {
    return it.fill(ResponseHeadersPolicyConfig.builder()).build();
  }
}
