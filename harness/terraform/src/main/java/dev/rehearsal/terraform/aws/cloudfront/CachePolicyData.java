package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ProviderException;
import dev.rehearsal.terraform.provider.ResourceInstance;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CachePolicySummary;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyResponse;

final class CachePolicyData implements DataSource {

  @Override
  public String name() {
    return "aws_cloudfront_cache_policy";
  }

  @Override
  public void read(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String given = it.config().text("id");
    String id = given == null ? byName(cloudFront, it.values().text("name")) : given;
    GetCachePolicyResponse found = cloudFront.getCachePolicy(request -> request.id(id));
    it.id(id);
    it.take(found.cachePolicy().cachePolicyConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "cache-policy", id));
  }

  private static String byName(
      CloudFrontClient cloudFront, @org.jspecify.annotations.Nullable String name) {
    String marker = null;
    do {
      String from = marker;
      var page = cloudFront.listCachePolicies(request -> request.marker(from)).cachePolicyList();
      for (CachePolicySummary one : page.items()) {
        if (one.cachePolicy().cachePolicyConfig().name().equals(name)) {
          return one.cachePolicy().id();
        }
      }
      marker = page.nextMarker();
    } while (marker != null);
    throw new ProviderException(
        "reading CloudFront Cache Policy: no matching policy (" + name + ")");
  }
}
