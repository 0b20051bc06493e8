package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyCookiesConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyHeaderBehavior;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyHeadersConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginRequestPolicyQueryStringsConfig;

/** What a behaviour passes on to its origin besides what is in the cache key. */
record ForwardRules(Selection headers, Selection cookies, Selection query) {

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "cookie",
          "content-length",
          "accept-encoding",
          "via",
          "x-forwarded-for",
          "x-amz-cf-id",
          "x-amzn-trace-id");

  static ForwardRules of(CloudFront cloudFront, CacheBehavior behavior) {
    if (behavior.originRequestPolicyId() == null) {
      return new ForwardRules(Selection.NONE, Selection.NONE, Selection.NONE);
    }
    OriginRequestPolicyConfig config =
        cloudFront
            .originRequestPolicies
            .get(behavior.originRequestPolicyId())
            .value()
            .originRequestPolicyConfig();
    OriginRequestPolicyHeadersConfig headers = config.headersConfig();
    OriginRequestPolicyCookiesConfig cookies = config.cookiesConfig();
    OriginRequestPolicyQueryStringsConfig query = config.queryStringsConfig();
    List<String> names = headers.headers() == null ? List.of() : headers.headers().items();
    Selection headerSelection =
        headers.headerBehavior()
                == OriginRequestPolicyHeaderBehavior.ALL_VIEWER_AND_WHITELIST_CLOUD_FRONT
            ? Selection.ALL
            : CacheRules.select(headers.headerBehaviorAsString(), names);
    return new ForwardRules(
        headerSelection,
        CacheRules.select(
            cookies.cookieBehaviorAsString(),
            cookies.cookies() == null ? List.of() : cookies.cookies().items()),
        CacheRules.select(
            query.queryStringBehaviorAsString(),
            query.queryStrings() == null ? List.of() : query.queryStrings().items()));
  }

  /** The headers of the request to an origin. */
  Headers headers(HttpRequest viewer, CacheRules rules, Origin origin, String cfId, Trace trace) {
    Headers passed = new Headers();
    for (String name : viewer.headers().names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean wanted =
          headers.takes(lower)
              || rules.headers().takes(lower)
              || (lower.equals("content-type") && !viewer.method().equals("GET"));
      if (wanted && !HOP_BY_HOP.contains(lower)) {
        viewer.headers().all(name).forEach(value -> passed.add(lower, value));
      }
    }
    String kept = cookies(viewer, name -> cookies.takes(name) || rules.cookies().takes(name));
    if (!kept.isEmpty()) {
      passed.set("cookie", kept);
    }
    if (!passed.contains("host")) {
      passed.set("host", origin.domainName());
    }
    if (!passed.contains("user-agent")) {
      passed.set("user-agent", "Amazon CloudFront");
    }
    if (headers.takes("cloudfront-viewer-address")) {
      passed.set("cloudfront-viewer-address", viewer.remoteAddress() + ":0");
    }
    if (headers.takes("cloudfront-forwarded-proto")) {
      passed.set("cloudfront-forwarded-proto", viewer.secure() ? "https" : "http");
    }
    String before = String.join(", ", viewer.headers().all("x-forwarded-for"));
    passed.set(
        "x-forwarded-for",
        before.isEmpty() ? viewer.remoteAddress() : before + ", " + viewer.remoteAddress());
    passed.set("via", "1.1 " + EdgePipeline.HOST + " (CloudFront)");
    passed.set("x-amz-cf-id", cfId);
    passed.set("x-amzn-trace-id", trace.header());
    if (rules.gzip()) {
      passed.set("accept-encoding", "gzip");
    }
    if (origin.customHeaders() != null) {
      origin
          .customHeaders()
          .items()
          .forEach(header -> passed.set(header.headerName(), header.headerValue()));
    }
    return passed;
  }

  /** The query of the request to an origin. */
  String query(HttpRequest viewer, CacheRules rules) {
    return query(viewer.query(), name -> query.takes(name) || rules.query().takes(name));
  }

  static String query(String query, Predicate<String> wanted) {
    return Arrays.stream(query.split("&", -1))
        .filter(pair -> !pair.isEmpty())
        .filter(pair -> wanted.test(pair.split("=", 2)[0]))
        .collect(Collectors.joining("&"));
  }

  static String cookies(HttpRequest viewer, Predicate<String> wanted) {
    return viewer.headers().all("cookie").stream()
        .flatMap(header -> Arrays.stream(header.split(";", -1)))
        .map(String::strip)
        .filter(cookie -> !cookie.isEmpty())
        .filter(cookie -> wanted.test(cookie.split("=", 2)[0]))
        .collect(Collectors.joining("; "));
  }
}
