package dev.rehearsal.cloud.cloudfront;

import java.util.Map;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyCookieBehavior;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyHeaderBehavior;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyQueryStringBehavior;
import software.amazon.awssdk.services.cloudfront.model.FrameOptionsList;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyCookieBehavior;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyHeaderBehavior;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyQueryStringBehavior;
import software.amazon.awssdk.services.cloudfront.model.ReferrerPolicyList;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyAccessControlAllowMethodsValues;
import software.amazon.awssdk.services.cloudfront.model.ResponseHeadersPolicyConfig;

/** The policies that AWS keeps for everybody, under the ids that AWS gave them. */
final class ManagedPolicies {

  private ManagedPolicies() {}

  static Map<String, CachePolicyConfig> cache() {
    return Map.of(
        "658327ea-f89d-4fab-a63d-7e88639e58f6",
        cache("Managed-CachingOptimized", 1, 86_400, 31_536_000, true),
        "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
        cache("Managed-CachingOptimizedForUncompressedObjects", 1, 86_400, 31_536_000, false),
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        cache("Managed-CachingDisabled", 0, 0, 0, false));
  }

  static Map<String, OriginRequestPolicyConfig> originRequest() {
    return Map.of(
        "216adef6-5c7f-47e4-b989-5492eafa07d3",
        request("Managed-AllViewer", OriginRequestPolicyHeaderBehavior.ALL_VIEWER, true),
        "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        request(
            "Managed-AllViewerExceptHostHeader",
            OriginRequestPolicyHeaderBehavior.ALL_EXCEPT,
            true,
            "host"),
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
        request(
            "Managed-CORS-S3Origin",
            OriginRequestPolicyHeaderBehavior.WHITELIST,
            false,
            "origin",
            "access-control-request-headers",
            "access-control-request-method"),
        "59781a5b-3903-41f3-afcb-af62929ccde1",
        request(
            "Managed-CORS-CustomOrigin",
            OriginRequestPolicyHeaderBehavior.WHITELIST,
            false,
            "origin"),
        "acba4595-bd28-49b8-b9fe-13317c0390fa",
        request(
            "Managed-UserAgentRefererHeaders",
            OriginRequestPolicyHeaderBehavior.WHITELIST,
            false,
            "user-agent",
            "referer"));
  }

  static Map<String, ResponseHeadersPolicyConfig> responseHeaders() {
    ResponseHeadersPolicyConfig security =
        ResponseHeadersPolicyConfig.builder()
            .name("Managed-SecurityHeadersPolicy")
            .comment("Adds a set of security headers to every response")
            .securityHeadersConfig(
                headers ->
                    headers
                        .xssProtection(xss -> xss.override(false).protection(true).modeBlock(true))
                        .frameOptions(
                            frame -> frame.override(false).frameOption(FrameOptionsList.SAMEORIGIN))
                        .referrerPolicy(
                            referrer ->
                                referrer
                                    .override(false)
                                    .referrerPolicy(
                                        ReferrerPolicyList.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                        .contentTypeOptions(type -> type.override(true))
                        .strictTransportSecurity(
                            hsts ->
                                hsts.override(false)
                                    .includeSubdomains(false)
                                    .preload(false)
                                    .accessControlMaxAgeSec(31_536_000)))
            .build();
    ResponseHeadersPolicyConfig cors =
        ResponseHeadersPolicyConfig.builder()
            .name("Managed-SimpleCORS")
            .comment("Allows all origins for simple CORS requests")
            .corsConfig(
                config ->
                    config
                        .originOverride(false)
                        .accessControlAllowCredentials(false)
                        .accessControlAllowOrigins(origins -> origins.quantity(1).items("*"))
                        .accessControlAllowHeaders(headers -> headers.quantity(1).items("*"))
                        .accessControlAllowMethods(
                            methods ->
                                methods
                                    .quantity(2)
                                    .items(
                                        ResponseHeadersPolicyAccessControlAllowMethodsValues.GET,
                                        ResponseHeadersPolicyAccessControlAllowMethodsValues.HEAD)))
            .build();
    return Map.of(
        "67f7725c-6f97-4210-82d7-5512b31e9d03",
        security,
        "60669652-455b-4ae9-85a4-c4c02393f86c",
        cors,
        "e61eb60c-9c35-4d20-a928-2b84e02af89c",
        security.toBuilder()
            .name("Managed-CORS-and-SecurityHeadersPolicy")
            .corsConfig(cors.corsConfig())
            .build());
  }

  private static CachePolicyConfig cache(
      String name, long min, long usual, long max, boolean encodings) {
    return CachePolicyConfig.builder()
        .name(name)
        .minTTL(min)
        .defaultTTL(usual)
        .maxTTL(max)
        .parametersInCacheKeyAndForwardedToOrigin(
            key ->
                key.enableAcceptEncodingGzip(encodings)
                    .enableAcceptEncodingBrotli(encodings)
                    .headersConfig(
                        headers -> headers.headerBehavior(CachePolicyHeaderBehavior.NONE))
                    .cookiesConfig(
                        cookies -> cookies.cookieBehavior(CachePolicyCookieBehavior.NONE))
                    .queryStringsConfig(
                        query -> query.queryStringBehavior(CachePolicyQueryStringBehavior.NONE)))
        .build();
  }

  private static OriginRequestPolicyConfig request(
      String name,
      OriginRequestPolicyHeaderBehavior behavior,
      boolean everythingElse,
      String... headers) {
    return OriginRequestPolicyConfig.builder()
        .name(name)
        .headersConfig(
            config -> {
              config.headerBehavior(behavior);
              if (headers.length > 0) {
                config.headers(list -> list.quantity(headers.length).items(headers));
              }
            })
        .cookiesConfig(
            cookies ->
                cookies.cookieBehavior(
                    everythingElse
                        ? OriginRequestPolicyCookieBehavior.ALL
                        : OriginRequestPolicyCookieBehavior.NONE))
        .queryStringsConfig(
            query ->
                query.queryStringBehavior(
                    everythingElse
                        ? OriginRequestPolicyQueryStringBehavior.ALL
                        : OriginRequestPolicyQueryStringBehavior.NONE))
        .build();
  }
}
