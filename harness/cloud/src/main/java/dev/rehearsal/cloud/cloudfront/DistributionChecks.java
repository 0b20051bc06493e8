package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.call.AwsError;
import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CustomErrorResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GeoRestrictionType;
import software.amazon.awssdk.services.cloudfront.model.InvalidDefaultRootObjectException;
import software.amazon.awssdk.services.cloudfront.model.InvalidOriginAccessControlException;
import software.amazon.awssdk.services.cloudfront.model.InvalidOriginException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchOriginException;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.S3OriginConfig;

/** What CloudFront demands of a distribution, and what this edge can't do. */
final class DistributionChecks {

  private DistributionChecks() {}

  static void check(DistributionConfig config, PolicyOperations policies) {
    if (config == null || config.callerReference() == null || config.enabled() == null) {
      throw CloudFrontErrors.invalid("CallerReference and Enabled are required");
    }
    if (config.origins() == null || config.origins().items().isEmpty()) {
      throw CloudFrontErrors.invalid("A distribution needs at least one origin");
    }
    if (config.defaultCacheBehavior() == null) {
      throw CloudFrontErrors.invalid("A distribution needs a default cache behavior");
    }
    if (config.defaultRootObject() != null && config.defaultRootObject().startsWith("/")) {
      throw AwsError.of(
          InvalidDefaultRootObjectException.builder(),
          "InvalidDefaultRootObject",
          400,
          "The default root object must not start with a slash");
    }
    if (config.originGroups() != null && config.originGroups().hasItems()) {
      throw CloudFrontErrors.notHere("origin groups");
    }
    if (config.restrictions() != null
        && config.restrictions().geoRestriction() != null
        && config.restrictions().geoRestriction().restrictionType() != GeoRestrictionType.NONE) {
      throw CloudFrontErrors.notHere("geographic restrictions: everybody is on loopback here");
    }
    Set<String> origins = new HashSet<>();
    for (Origin origin : config.origins().items()) {
      origin(origin, policies);
      if (!origins.add(origin.id())) {
        throw CloudFrontErrors.invalid("Two origins have the id " + origin.id());
      }
    }
    for (CacheBehavior behavior : Behaviors.all(config)) {
      behavior(behavior, origins, policies);
    }
    if (config.customErrorResponses() != null) {
      config.customErrorResponses().items().forEach(DistributionChecks::errorPage);
    }
  }

  private static void origin(Origin origin, PolicyOperations policies) {
    if (origin.id() == null || origin.domainName() == null) {
      throw CloudFrontErrors.invalid("An origin needs an id and a domain name");
    }
    if (origin.originAccessControlId() != null && !origin.originAccessControlId().isEmpty()) {
      if (policies.accessControls.find(origin.originAccessControlId()).isEmpty()) {
        throw AwsError.of(
            InvalidOriginAccessControlException.builder(),
            "InvalidOriginAccessControl",
            400,
            "The specified origin access control does not exist or is not valid.");
      }
    }
    S3OriginConfig s3 = origin.s3OriginConfig();
    if (s3 != null && s3.originAccessIdentity() != null && !s3.originAccessIdentity().isEmpty()) {
      throw CloudFrontErrors.notHere(
          "origin access identities: use an origin access control instead");
    }
    if (s3 == null && origin.customOriginConfig() == null) {
      throw AwsError.of(
          InvalidOriginException.builder(),
          "InvalidOrigin",
          400,
          "An origin needs an S3OriginConfig or a CustomOriginConfig");
    }
    if (origin.vpcOriginConfig() != null) {
      throw CloudFrontErrors.notHere("VPC origins");
    }
    String path = origin.originPath();
    if (path != null && !path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
      throw CloudFrontErrors.invalid("An origin path begins with a slash and ends without one");
    }
  }

  private static void behavior(
      CacheBehavior behavior, Set<String> origins, PolicyOperations policies) {
    String where = "The behavior " + behavior.pathPattern();
    if (!origins.contains(String.valueOf(behavior.targetOriginId()))) {
      throw AwsError.of(
          NoSuchOriginException.builder(),
          "NoSuchOrigin",
          404,
          "One or more of your origins or origin groups do not exist.");
    }
    if (behavior.viewerProtocolPolicy() == null) {
      throw CloudFrontErrors.invalid(where + " needs a viewer protocol policy");
    }
    if (behavior.cachePolicyId() == null && behavior.forwardedValues() == null) {
      throw CloudFrontErrors.invalid(where + " needs a cache policy or forwarded values");
    }
    if (behavior.cachePolicyId() != null) {
      policies.cachePolicies.get(behavior.cachePolicyId());
    }
    if (behavior.originRequestPolicyId() != null) {
      policies.originRequestPolicies.get(behavior.originRequestPolicyId());
    }
    if (behavior.responseHeadersPolicyId() != null) {
      policies.responseHeadersPolicies.get(behavior.responseHeadersPolicyId());
    }
    if (behavior.lambdaFunctionAssociations() != null
        && behavior.lambdaFunctionAssociations().hasItems()
        && !behavior.lambdaFunctionAssociations().items().isEmpty()) {
      throw CloudFrontErrors.notHere("Lambda@Edge");
    }
    if (behavior.functionAssociations() != null
        && !behavior.functionAssociations().items().isEmpty()) {
      throw CloudFrontErrors.notHere(
          "running functions at the edge (function associations of behaviors)");
    }
    if (enabled(behavior)) {
      throw CloudFrontErrors.notHere("signed URLs and cookies (trusted signers, key groups)");
    }
  }

  private static boolean enabled(CacheBehavior behavior) {
    return (behavior.trustedKeyGroups() != null
            && Boolean.TRUE.equals(behavior.trustedKeyGroups().enabled()))
        || (behavior.trustedSigners() != null
            && Boolean.TRUE.equals(behavior.trustedSigners().enabled()));
  }

  private static void errorPage(CustomErrorResponse page) {
    if (page.errorCode() == null) {
      throw CloudFrontErrors.invalid("A custom error response needs an error code");
    }
    boolean path = page.responsePagePath() != null && !page.responsePagePath().isEmpty();
    boolean code = page.responseCode() != null && !page.responseCode().isEmpty();
    if (path != code) {
      throw CloudFrontErrors.invalid(
          "A custom error response names both ResponsePagePath and ResponseCode, or neither");
    }
    if (path && !page.responsePagePath().startsWith("/")) {
      throw CloudFrontErrors.invalid("ResponsePagePath begins with a slash");
    }
  }
}
