package dev.rehearsal.terraform.aws.cloudfront;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.GetCachePolicyResponse;

final class CachePolicyType implements ResourceType {

  @Override
  public String name() {
    return "aws_cloudfront_cache_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("CloudFront Cache Policy")
        .forcesNew("name")
        .defaults("default_ttl", 86400)
        .defaults("max_ttl", 31536000)
        .defaults("min_ttl", 0)
        .recomputed("etag");
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(CloudFrontClient.class)
            .createCachePolicy(request -> request.cachePolicyConfig(wanted(it)))
            .cachePolicy()
            .id());
  }

  @Override
  public void read(ResourceInstance it) {
    GetCachePolicyResponse found =
        it.client(CloudFrontClient.class).getCachePolicy(request -> request.id(it.id()));
    it.take(found.cachePolicy().cachePolicyConfig());
    it.values().set("etag", found.eTag());
    it.values().set("arn", CloudFrontTypes.arn(it.account(), "cache-policy", it.id()));
  }

  @Override
  public void update(ResourceInstance it) {
    it.client(CloudFrontClient.class)
        .updateCachePolicy(
            request ->
                request.id(it.id()).ifMatch(it.prior().text("etag")).cachePolicyConfig(wanted(it)));
  }

  @Override
  public void delete(ResourceInstance it) {
    CloudFrontClient cloudFront = it.client(CloudFrontClient.class);
    String etag = cloudFront.getCachePolicy(request -> request.id(it.id())).eTag();
    cloudFront.deleteCachePolicy(request -> request.id(it.id()).ifMatch(etag));
  }

  private static CachePolicyConfig wanted(ResourceInstance it) {
    return it.fill(CachePolicyConfig.builder()).build();
  }
}
