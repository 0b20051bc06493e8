package dev.rehearsal.cloud.cloudfront;

import java.util.List;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;

/** What CloudFront demands of policies. */
final class PolicyChecks {

  private PolicyChecks() {}

  static void check(CachePolicyConfig config) {
    Long min = config.minTTL();
    if (min == null) {
      throw CloudFrontErrors.invalid("MinTTL is required");
    }
    long usual = config.defaultTTL() == null ? Math.max(min, 86_400) : config.defaultTTL();
    long max = config.maxTTL() == null ? Math.max(usual, 31_536_000) : config.maxTTL();
    if (min > usual || usual > max) {
      throw CloudFrontErrors.invalid(
          "The TTL order is not valid: MinTTL <= DefaultTTL <= MaxTTL must hold");
    }
    if (config.parametersInCacheKeyAndForwardedToOrigin() == null) {
      throw CloudFrontErrors.invalid("ParametersInCacheKeyAndForwardedToOrigin is required");
    }
    if (max == 0
        && Boolean.TRUE.equals(
            config.parametersInCacheKeyAndForwardedToOrigin().enableAcceptEncodingGzip())) {
      throw CloudFrontErrors.invalid(
          "The parameter EnableAcceptEncodingGzip cannot be set to true when caching is disabled.");
    }
  }

  static void check(OriginRequestPolicyConfig config) {
    if (config.headersConfig() == null
        || config.cookiesConfig() == null
        || config.queryStringsConfig() == null) {
      throw CloudFrontErrors.invalid(
          "HeadersConfig, CookiesConfig and QueryStringsConfig are required");
    }
  }

  static void check(ResponseHeadersPolicyConfig config) {
    if (config.serverTimingHeadersConfig() != null
        && Boolean.TRUE.equals(config.serverTimingHeadersConfig().enabled())) {
      throw CloudFrontErrors.notHere("Server-Timing headers");
    }
  }

  static void notManaged(String name) {
    if (name.startsWith("Managed-")) {
      throw CloudFrontErrors.invalid("The policy " + name + " is AWS's own and can't be changed.");
    }
  }

  static String type(String name) {
    return name.startsWith("Managed-") ? "managed" : "custom";
  }

  static boolean used(List<DistributionConfig> distributions, String policyId) {
    for (DistributionConfig config : distributions) {
      for (CacheBehavior behavior : Behaviors.all(config)) {
        if (policyId.equals(behavior.cachePolicyId())
            || policyId.equals(behavior.originRequestPolicyId())
            || policyId.equals(behavior.responseHeadersPolicyId())) {
          return true;
        }
      }
    }
    return false;
  }
}
