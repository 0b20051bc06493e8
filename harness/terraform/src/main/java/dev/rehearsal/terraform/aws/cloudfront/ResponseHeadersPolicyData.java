package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.GetResponseHeadersPolicyResponse;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicySummary;

final class ResponseHeadersPolicyData implements DataSource {

  @Override
  public String name() {
    return "aws_cloudfront_response_headers_policy";
  }

  @Override
  public void read(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String given = it.config().text("id");
    String id = given == null ? byName(cloudFront, it.values().text("name")) : given;
    GetResponseHeadersPolicyResponse found =
        cloudFront.getResponseHeadersPolicy(request -> request.id(id));
    it.id(id);
    it.take(found.responseHeadersPolicy().responseHeadersPolicyConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "response-headers-policy", id));
  }

  private static String byName(
      CloudFrontClient cloudFront, @org.jspecify.annotations.Nullable String name) {
    String marker = null;
    do {
      String from = marker;
      var page =
          cloudFront
              .listResponseHeadersPolicies(request -> request.marker(from))
              .responseHeadersPolicyList();
      for (ResponseHeadersPolicySummary one : page.items()) {
        if (one.responseHeadersPolicy().responseHeadersPolicyConfig().name().equals(name)) {
          return one.responseHeadersPolicy().id();
        }
      }
      marker = page.nextMarker();
    } while (marker != null);
    throw new ProviderException(
        "reading CloudFront Response Headers Policy: no matching policy (" + name + ")");
  }
}
