package dev.rehearsal.cloud.wafv2;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.model.HTTPHeader;
import software.amazon.awssdk.services.wafv2.model.HTTPRequest;
import software.amazon.awssdk.services.wafv2.model.Label;
import software.amazon.awssdk.services.wafv2.model.Rule;
import software.amazon.awssdk.services.wafv2.model.SampledHTTPRequest;
import software.amazon.awssdk.services.wafv2.model.TimeWindow;
import software.amazon.awssdk.services.wafv2.model.VisibilityConfig;
import software.amazon.awssdk.services.wafv2.model.WebACL;

/** The requests of the last three hours that rules matched, by the rule's metric. Thread-safe. */
final class Samples {

  /** So many requests a rule keeps; the oldest go first. */
  private static final int MOST = 500;

  private static final Duration KEPT = Duration.ofHours(3);

  private record Kept(Instant at, SampledHTTPRequest sample) {}

  private final Map<String, Deque<Kept>> byMetric = new ConcurrentHashMap<>();

  void take(WebACL acl, WebRequest request, Finding found, Instant now) {
    Rule terminating = found.terminating();
    if (terminating == null) {
      keep(acl, acl.visibilityConfig(), request, found, null, found.action(), now);
    } else {
      String inside = groupRule(found, terminating);
      keep(acl, terminating.visibilityConfig(), request, found, inside, found.action(), now);
    }
    for (Rule rule : found.counted()) {
      keep(acl, rule.visibilityConfig(), request, found, groupRule(found, rule), "COUNT", now);
    }
  }

  private static @Nullable String groupRule(Finding found, Rule rule) {
    return found.groups().stream()
        .filter(inside -> inside.rule() == rule && !inside.action().equals("COUNT"))
        .map(inside -> CoreRuleSet.VENDOR + "#" + CoreRuleSet.NAME + "#" + inside.name())
        .findFirst()
        .orElse(null);
  }

  private void keep(
      WebACL acl,
      VisibilityConfig visibility,
      WebRequest request,
      Finding found,
      @Nullable String inGroup,
      String action,
      Instant now) {
    if (!Boolean.TRUE.equals(visibility.sampledRequestsEnabled())) {
      return;
    }
    List<HTTPHeader> headers = new ArrayList<>();
    request.headers().forEach((name, value) -> headers.add(header(name, value)));
    Verdict.Response response = found.verdict().response();
    SampledHTTPRequest sample =
        SampledHTTPRequest.builder()
            .action(action)
            .timestamp(now)
            .weight(1L)
            .ruleNameWithinRuleGroup(inGroup)
            .responseCodeSent(
                response == null || response.status() == 403 || !action.equals("BLOCK")
                    ? null
                    : response.status())
            .labels(
                found.verdict().labels().stream()
                    .map(label -> Label.builder().name(label).build())
                    .toList())
            .request(
                HTTPRequest.builder()
                    .clientIP(request.address())
                    .country("-")
                    .method(request.method())
                    .uri(request.path() + (request.query().isEmpty() ? "" : "?" + request.query()))
                    .httpVersion("HTTP/1.1")
                    .headers(headers)
                    .build())
            .build();
    Deque<Kept> kept =
        byMetric.computeIfAbsent(
            acl.arn() + " " + visibility.metricName(), any -> new ArrayDeque<>());
    synchronized (kept) {
      if (kept.size() == MOST) {
        kept.removeFirst();
      }
      kept.addLast(new Kept(now, sample));
    }
  }

  /** What signs a customer in stays out of samples. */
  private static HTTPHeader header(String name, String value) {
    boolean secret = name.equalsIgnoreCase("authorization") || name.equalsIgnoreCase("cookie");
    return HTTPHeader.builder().name(name).value(secret ? "REDACTED" : value).build();
  }

  /** The samples of a metric within a window, the latest first. */
  List<SampledHTTPRequest> of(String aclArn, String metric, TimeWindow window, Instant now) {
    Deque<Kept> kept = byMetric.get(aclArn + " " + metric);
    if (kept == null) {
      return List.of();
    }
    List<SampledHTTPRequest> found = new ArrayList<>();
    synchronized (kept) {
      for (Kept each : kept) {
        boolean inside =
            !each.at().isBefore(window.startTime())
                && each.at().isBefore(window.endTime())
                && each.at().isAfter(now.minus(KEPT));
        if (inside) {
          found.add(0, each.sample());
        }
      }
    }
    return found;
  }

  void forget(String aclArn) {
    byMetric.keySet().removeIf(key -> key.startsWith(aclArn + " "));
  }
}
