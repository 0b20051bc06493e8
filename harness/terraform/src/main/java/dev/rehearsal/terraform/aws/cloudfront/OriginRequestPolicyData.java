package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.GetOriginRequestPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicySummary;

final class OriginRequestPolicyData implements DataSource {

  @Override
  public String name() {
    return "aws_cloudfront_origin_request_policy";
  }

  @Override
  public void read(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String given = it.config().text("id");
    String id = given == null ? byName(cloudFront, it.values().text("name")) : given;
    GetOriginRequestPolicyResponse found =
        cloudFront.getOriginRequestPolicy(request -> request.id(id));
    it.id(id);
    it.take(found.originRequestPolicy().originRequestPolicyConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "origin-request-policy", id));
  }

  private static String byName(
      CloudFrontClient cloudFront, @org.jspecify.annotations.Nullable String name) {
    String marker = null;
    do {
      String from = marker;
      var page =
          cloudFront
              .listOriginRequestPolicies(request -> request.marker(from))
              .originRequestPolicyList();
      for (OriginRequestPolicySummary one : page.items()) {
        if (one.originRequestPolicy().originRequestPolicyConfig().name().equals(name)) {
          return one.originRequestPolicy().id();
        }
      }
      marker = page.nextMarker();
    } while (marker != null);
    throw new ProviderException(
        "reading CloudFront Origin Request Policy: no matching policy (" + name + ")");
  }
}
