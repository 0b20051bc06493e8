package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CustomErrorResponse;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/** What a viewer's request goes through at the edge: behaviour, cache, origin, error pages. */
final class EdgePipeline {

  static final String HOST = "rehearsal.cloudfront.net";
  private static final int BODY_LIMIT = 64 * 1024 * 1024;
  private static final long ERROR_SECONDS = 10;

  /**
   * What a viewer is told.
   *
   * @param xCache the {@code x-cache} header's first word
   * @param behavior the path pattern that matched; null before one did
   * @param firewall what the web ACL said; null where there is none
   */
  record Result(
      OriginAnswer answer, String xCache, @Nullable String behavior, @Nullable String firewall) {

    Result(OriginAnswer answer, String xCache, @Nullable String behavior) {
      this(answer, xCache, behavior, null);
    }
  }

  private record Place(
      CloudFront cloudFront,
      Distribution distribution,
      CacheBehavior behavior,
      CacheRules rules,
      String cfId,
      Trace trace) {}

  private final Clock clock;
  private final Origins origins;

  EdgePipeline(Cloud cloud) {
    this.clock = cloud.clock();
    this.origins = new Origins(cloud);
  }

  Result answer(
      CloudFront cloudFront,
      Distribution distribution,
      HttpRequest viewer,
      String cfId,
      Trace trace)
      throws IOException {
    DistributionConfig config = distribution.distributionConfig();
    Optional<OriginAnswer> refused = limits(config, viewer);
    if (refused.isPresent()) {
      return new Result(refused.get(), "Error", null);
    }
    Firewall.Passed passed = Firewall.pass(cloudFront.surroundings(), distribution, viewer, cfId);
    Result result = answer(cloudFront, distribution, passed, cfId, trace);
    return new Result(result.answer(), result.xCache(), result.behavior(), passed.fact());
  }

  private Result answer(
      CloudFront cloudFront,
      Distribution distribution,
      Firewall.Passed passed,
      String cfId,
      Trace trace)
      throws IOException {
    DistributionConfig config = distribution.distributionConfig();
    HttpRequest viewer = passed.request();
    HttpRequest request = rooted(config, viewer);
    CacheBehavior behavior = Behaviors.find(config, request.path());
    if (!viewer.secure()) {
      if (behavior.viewerProtocolPolicy() == ViewerProtocolPolicy.REDIRECT_TO_HTTPS) {
        return new Result(redirect(viewer), "Redirect", behavior.pathPattern());
      }
      if (behavior.viewerProtocolPolicy() == ViewerProtocolPolicy.HTTPS_ONLY) {
        return new Result(
            OriginAnswer.error(403, "Bad request.", "This path is served over HTTPS only."),
            "Error",
            behavior.pathPattern());
      }
    }
    if (!allowed(behavior).contains(request.method())) {
      return new Result(
          OriginAnswer.error(
              403,
              "This distribution is not configured to allow the HTTP request method that was used"
                  + " for this request.",
              request.method() + " on " + behavior.pathPattern()),
          "Error",
          behavior.pathPattern());
    }
    Place place =
        new Place(
            cloudFront, distribution, behavior, CacheRules.of(cloudFront, behavior), cfId, trace);
    Result found =
        passed.blocked() == null
            ? cached(place, request, viewer.path())
            : new Result(passed.blocked(), "Error", null);
    Result paged = errorPage(place, request, found);
    OriginAnswer delivered =
        Delivery.deliver(
            paged.answer(),
            request,
            Boolean.TRUE.equals(behavior.compress()) && place.rules().gzip());
    Headers headers = delivered.headers().copy();
    if (behavior.responseHeadersPolicyId() != null) {
      ResponseHeaderRules.apply(
          cloudFront
              .responseHeadersPolicies
              .get(behavior.responseHeadersPolicyId())
              .value()
              .responseHeadersPolicyConfig(),
          request,
          headers);
    }
    return new Result(
        delivered.with(delivered.status(), headers), paged.xCache(), behavior.pathPattern());
  }

  private Result cached(Place place, HttpRequest request, String viewerPath) throws IOException {
    boolean cacheable =
        place.rules().max() > 0
            && (request.method().equals("GET")
                || request.method().equals("HEAD")
                || (request.method().equals("OPTIONS")
                    && cachedMethods(place.behavior()).contains("OPTIONS")));
    if (!cacheable) {
      OriginAnswer answer = fetch(place, request, null);
      return new Result(answer, answer.status() >= 400 ? "Error" : "Miss", null);
    }
    EdgeCache cache = place.cloudFront().cache();
    EdgeCache.Key key = key(place, request, viewerPath);
    Instant now = clock.instant();
    EdgeCache.Entry entry = cache.find(key).orElse(null);
    if (entry != null && now.isBefore(entry.fresh())) {
      return new Result(aged(entry, now), entry.answer().status() >= 400 ? "Error" : "Hit", null);
    }
    String eTag =
        entry == null || entry.answer().status() != 200
            ? null
            : entry.answer().headers().first("etag").orElse(null);
    OriginAnswer answer = fetch(place, request, eTag);
    if (answer.status() == 304 && entry != null) {
      long seconds = place.rules().keep(entry.answer(), now);
      cache.put(key, new EdgeCache.Entry(entry.answer(), now, now.plusSeconds(seconds)));
      return new Result(entry.answer(), "RefreshHit", null);
    }
    long seconds = keep(place, answer, now);
    if (seconds > 0) {
      cache.put(key, new EdgeCache.Entry(answer, now, now.plusSeconds(seconds)));
    } else {
      cache.remove(key);
    }
    return new Result(answer, answer.status() >= 400 ? "Error" : "Miss", null);
  }

  private long keep(Place place, OriginAnswer answer, Instant now) {
    int status = answer.status();
    if (status >= 400) {
      boolean keeps =
          Set.of(400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504).contains(status);
      return keeps
          ? page(place.distribution().distributionConfig(), status)
              .map(CustomErrorResponse::errorCachingMinTTL)
              .orElse(ERROR_SECONDS)
          : 0;
    }
    boolean varies = answer.headers().all("vary").contains("*");
    return varies || status == 206 ? 0 : place.rules().keep(answer, now);
  }

  private Result errorPage(Place place, HttpRequest request, Result found) throws IOException {
    OriginAnswer answer = found.answer();
    if (answer.status() < 400) {
      return found;
    }
    DistributionConfig config = place.distribution().distributionConfig();
    CustomErrorResponse page = page(config, answer.status()).orElse(null);
    if (page == null || page.responsePagePath() == null || page.responsePagePath().isEmpty()) {
      return found;
    }
    CacheBehavior behavior = Behaviors.find(config, page.responsePagePath());
    Place elsewhere =
        new Place(
            place.cloudFront(),
            place.distribution(),
            behavior,
            CacheRules.of(place.cloudFront(), behavior),
            place.cfId(),
            place.trace());
    HttpRequest ask =
        new HttpRequest(
            "GET",
            page.responsePagePath(),
            "",
            request.headers().copy().remove("range").remove("if-none-match"),
            InputStream.nullInputStream(),
            request.remoteAddress(),
            request.secure());
    OriginAnswer fetched = cached(elsewhere, ask, page.responsePagePath()).answer();
    if (fetched.status() != 200) {
      return found;
    }
    return new Result(
        fetched.with(Integer.parseInt(page.responseCode()), fetched.headers().copy()),
        "Error",
        null);
  }

  private OriginAnswer fetch(Place place, HttpRequest request, @Nullable String eTag)
      throws IOException {
    Origin origin =
        place.distribution().distributionConfig().origins().items().stream()
            .filter(one -> one.id().equals(place.behavior().targetOriginId()))
            .findFirst()
            .orElseThrow();
    ForwardRules forward = ForwardRules.of(place.cloudFront(), place.behavior());
    Headers headers = forward.headers(request, place.rules(), origin, place.cfId(), place.trace());
    if (place.rules().max() > 0) {
      headers.remove("range").remove("if-none-match").remove("if-modified-since");
    }
    if (eTag != null) {
      headers.set("if-none-match", eTag);
    }
    byte[] body;
    try {
      body = request.bytes(BODY_LIMIT);
    } catch (HttpRequest.BodyTooLarge tooLarge) {
      return OriginAnswer.error(413, "The request body is too large.", "Over 64 MiB.");
    }
    String before = origin.originPath() == null ? "" : origin.originPath();
    try (Trace.Scope scope = place.trace().open()) {
      return origins.fetch(
          place.cloudFront(),
          place.distribution(),
          origin,
          new Origins.Ask(
              method(place, request),
              before + request.path(),
              forward.query(request, place.rules()),
              headers,
              body,
              request.remoteAddress()));
    }
  }

  /** What is kept for a HEAD is what a GET is answered by: it needs its body. */
  private static String method(Place place, HttpRequest request) {
    boolean kept = place.rules().max() > 0 && request.method().equals("HEAD");
    return kept ? "GET" : request.method();
  }

  private static EdgeCache.Key key(Place place, HttpRequest request, String viewerPath) {
    CacheRules rules = place.rules();
    StringBuilder rest = new StringBuilder(request.path());
    rest.append('?').append(ForwardRules.query(request.query(), rules.query()::takes));
    for (String name : request.headers().names()) {
      if (rules.headers().takes(name)) {
        rest.append('\n').append(name.toLowerCase(Locale.ROOT)).append(": ");
        rest.append(String.join(",", request.headers().all(name)));
      }
    }
    rest.append("\n\n").append(ForwardRules.cookies(request, rules.cookies()::takes));
    if (request.method().equals("OPTIONS")) {
      rest.append("\nOPTIONS");
    }
    return new EdgeCache.Key(place.distribution().id(), viewerPath, rest.toString());
  }

  private static OriginAnswer aged(EdgeCache.Entry entry, Instant now) {
    long age = Math.max(0, Duration.between(entry.stored(), now).toSeconds());
    Headers headers = entry.answer().headers().copy().set("age", String.valueOf(age));
    return entry.answer().with(entry.answer().status(), headers);
  }

  private static Optional<CustomErrorResponse> page(DistributionConfig config, int status) {
    return config.customErrorResponses() == null
        ? Optional.empty()
        : config.customErrorResponses().items().stream()
            .filter(page -> page.errorCode() == status)
            .findFirst();
  }

  private static Optional<OriginAnswer> limits(DistributionConfig config, HttpRequest viewer) {
    if (!Boolean.TRUE.equals(config.enabled())) {
      return Optional.of(OriginAnswer.error(403, "Bad request.", "The distribution is disabled."));
    }
    if (viewer.path().length() + viewer.query().length() > 8192) {
      return Optional.of(
          OriginAnswer.error(414, "The URL is too long.", "It has more than 8,192 bytes."));
    }
    int[] bytes = {0};
    viewer.headers().forEach((name, value) -> bytes[0] += name.length() + value.length() + 4);
    if (bytes[0] > 20_480) {
      return Optional.of(
          OriginAnswer.error(
              494, "The request headers are too large.", "They have more than 20,480 bytes."));
    }
    return Optional.empty();
  }

  private static HttpRequest rooted(DistributionConfig config, HttpRequest viewer) {
    String root = config.defaultRootObject();
    if (!viewer.path().equals("/") || root == null || root.isEmpty()) {
      return viewer;
    }
    return new HttpRequest(
        viewer.method(),
        "/" + root,
        viewer.query(),
        viewer.headers(),
        viewer.body(),
        viewer.remoteAddress(),
        viewer.secure());
  }

  /** What may change something is sent again as it is, everything else asked for anew. */
  private static OriginAnswer redirect(HttpRequest viewer) {
    boolean reading = viewer.method().equals("GET") || viewer.method().equals("HEAD");
    String title = reading ? "301 Moved Permanently" : "307 Temporary Redirect";
    OriginAnswer answer =
        OriginAnswer.of(
            reading ? 301 : 307,
            "text/html",
            "<html>\r\n<head><title>%1$s</title></head>\r\n<body>\r\n<center><h1>%1$s</h1></center>\r\n<hr><center>CloudFront</center>\r\n</body>\r\n</html>\r\n"
                .formatted(title));
    String query = viewer.query().isEmpty() ? "" : "?" + viewer.query();
    answer
        .headers()
        .set("server", "CloudFront")
        .set("location", "https://" + viewer.header("host").orElse(HOST) + viewer.path() + query);
    return answer;
  }

  private static List<String> allowed(CacheBehavior behavior) {
    return behavior.allowedMethods() == null
        ? List.of("GET", "HEAD")
        : behavior.allowedMethods().itemsAsStrings();
  }

  private static List<String> cachedMethods(CacheBehavior behavior) {
    return behavior.allowedMethods() == null || behavior.allowedMethods().cachedMethods() == null
        ? List.of("GET", "HEAD")
        : behavior.allowedMethods().cachedMethods().itemsAsStrings();
  }
}
