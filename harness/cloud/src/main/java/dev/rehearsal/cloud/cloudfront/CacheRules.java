package dev.rehearsal.cloud.cloudfront;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyCookiesConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyHeadersConfig;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyQueryStringsConfig;
import software.amazon.awssdk.services.cloudfront.model.ForwardedValues;
import software.amazon.awssdk.services.cloudfront.model.ParametersInCacheKeyAndForwardedToOrigin;

/** What a behaviour puts into the cache key, and for how long it keeps an answer. */
record CacheRules(
    long min,
    long usual,
    long max,
    Selection headers,
    Selection cookies,
    Selection query,
    boolean gzip) {

  static CacheRules of(CloudFront cloudFront, CacheBehavior behavior) {
    if (behavior.cachePolicyId() == null) {
      return legacy(behavior);
    }
    CachePolicyConfig config =
        cloudFront.cachePolicies.get(behavior.cachePolicyId()).value().cachePolicyConfig();
    ParametersInCacheKeyAndForwardedToOrigin key =
        config.parametersInCacheKeyAndForwardedToOrigin();
    long min = config.minTTL();
    long usual = config.defaultTTL() == null ? Math.max(min, 86_400) : config.defaultTTL();
    long max = config.maxTTL() == null ? Math.max(usual, 31_536_000) : config.maxTTL();
    CachePolicyHeadersConfig headers = key.headersConfig();
    CachePolicyCookiesConfig cookies = key.cookiesConfig();
    CachePolicyQueryStringsConfig query = key.queryStringsConfig();
    return new CacheRules(
        min,
        usual,
        max,
        headers == null
            ? Selection.NONE
            : select(
                headers.headerBehaviorAsString(),
                headers.headers() == null ? List.of() : headers.headers().items()),
        cookies == null
            ? Selection.NONE
            : select(
                cookies.cookieBehaviorAsString(),
                cookies.cookies() == null ? List.of() : cookies.cookies().items()),
        query == null
            ? Selection.NONE
            : select(
                query.queryStringBehaviorAsString(),
                query.queryStrings() == null ? List.of() : query.queryStrings().items()),
        Boolean.TRUE.equals(key.enableAcceptEncodingGzip()));
  }

  /** Reads the words that policies use for what they take. */
  static Selection select(@Nullable String behavior, List<String> names) {
    return switch (behavior == null ? "none" : behavior) {
      case "none" -> Selection.NONE;
      case "whitelist" -> Selection.only(names);
      case "allExcept" -> Selection.except(names);
      default -> Selection.ALL;
    };
  }

  /** How long an answer is kept by its headers and this policy, in seconds; 0 for not at all. */
  long keep(OriginAnswer answer, Instant now) {
    String control =
        String.join(",", answer.headers().all("cache-control")).toLowerCase(Locale.ROOT);
    if (control.contains("no-store")
        || control.contains("no-cache")
        || control.contains("private")) {
      return min;
    }
    OptionalLong age = directive(control, "s-maxage");
    if (age.isEmpty()) {
      age = directive(control, "max-age");
    }
    if (age.isEmpty()) {
      age = expires(answer, now);
    }
    return age.isEmpty() ? usual : Math.min(max, Math.max(min, age.getAsLong()));
  }

  private static OptionalLong directive(String control, String name) {
    for (String part : control.split(",", -1)) {
      String text = part.strip();
      if (text.startsWith(name + "=")) {
        try {
          return OptionalLong.of(
              Long.parseLong(text.substring(name.length() + 1).replace("\"", "")));
        } catch (NumberFormatException unreadable) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong expires(OriginAnswer answer, Instant now) {
    Optional<String> header = answer.headers().first("expires");
    if (header.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.get()));
      return OptionalLong.of(Math.max(0, Duration.between(now, until).toSeconds()));
    } catch (DateTimeException unreadable) {
      return OptionalLong.of(0);
    }
  }

  private static CacheRules legacy(CacheBehavior behavior) {
    ForwardedValues values = behavior.forwardedValues();
    List<String> headers = values.headers() == null ? List.of() : values.headers().items();
    boolean allHeaders = headers.contains("*");
    String cookies = values.cookies() == null ? "none" : values.cookies().forwardAsString();
    List<String> cookieNames =
        values.cookies() == null || values.cookies().whitelistedNames() == null
            ? List.of()
            : values.cookies().whitelistedNames().items();
    List<String> keys =
        values.queryStringCacheKeys() == null ? List.of() : values.queryStringCacheKeys().items();
    Selection query =
        !Boolean.TRUE.equals(values.queryString())
            ? Selection.NONE
            : keys.isEmpty() ? Selection.ALL : Selection.only(keys);
    long min = behavior.minTTL() == null ? 0 : behavior.minTTL();
    long usual = behavior.defaultTTL() == null ? 86_400 : behavior.defaultTTL();
    long max = behavior.maxTTL() == null ? 31_536_000 : behavior.maxTTL();
    return new CacheRules(
        allHeaders ? 0 : min,
        allHeaders ? 0 : usual,
        allHeaders ? 0 : max,
        allHeaders ? Selection.ALL : Selection.only(headers),
        select(cookies, cookieNames),
        query,
        Boolean.TRUE.equals(behavior.compress()));
  }
}
