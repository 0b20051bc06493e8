package dev.t2s.shop.incident;

import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The firewall before the shop: whom it stopped, and whom it lets in no more. */
final class Firewall {

  /** CloudFront's firewalls are in this region, wherever the shop is. */
  private static final String REGION = "us-east-1";

  private static final Duration LOOK_BACK = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 3;

  private final SignedCalls calls;
  private final Settings settings;

  Firewall(SignedCalls calls, Settings settings) {
    this.calls = calls;
    this.settings = settings;
  }

  /**
   * The addresses that a rule blocked, and how often, within the minutes before {@code at}. AWS
   * samples: with much traffic the counts are lower than what happened.
   */
  Map<String, Integer> blocked(String rule, Instant at) throws IOException {
    Json answer =
        call(
            "GetSampledRequests",
            Json.of(
                "WebAclArn",
                settings.required("WEB_ACL_ARN"),
                "RuleMetricName",
                rule,
                "Scope",
                "CLOUDFRONT",
                "TimeWindow",
                Json.of(
                    "StartTime",
                    at.minus(LOOK_BACK).getEpochSecond(),
                    "EndTime",
                    at.plusSeconds(1).getEpochSecond()),
                "MaxItems",
                500));
    Map<String, Integer> counts = new TreeMap<>();
    for (Json sample : answer.objects("SampledRequests")) {
      if (sample.text("Action").filter("BLOCK"::equals).isPresent()) {
        sample
            .object("Request")
            .text("ClientIP")
            .ifPresent(address -> counts.merge(address, 1, Integer::sum));
      }
    }
    return counts;
  }

  /**
   * Adds addresses to the IP set of the blocked.
   *
   * @return those that were not in it before
   */
  List<String> block(Set<String> addresses) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return tryBlock(addresses);
      } catch (SignedCalls.Refused refused) {
        boolean outdated = refused.code().endsWith("WAFOptimisticLockException");
        if (!outdated || attempt == ATTEMPTS) {
          throw refused;
        }
      }
    }
  }

  private List<String> tryBlock(Set<String> addresses) throws IOException {
    Map<String, Object> set =
        Json.of(
            "Id",
            settings.required("BLOCKED_SET_ID"),
            "Name",
            settings.required("BLOCKED_SET_NAME"),
            "Scope",
            "CLOUDFRONT");
    Json present = call("GetIPSet", set);
    Set<String> all = new TreeSet<>(present.object("IPSet").strings("Addresses"));
    List<String> added = addresses.stream().filter(each -> all.add(each + "/32")).toList();
    if (!added.isEmpty()) {
      set.put("Addresses", List.copyOf(all));
      set.put("LockToken", present.text("LockToken").orElse(""));
      call("UpdateIPSet", set);
    }
    return added;
  }

  private Json call(String operation, Map<String, Object> request) throws IOException {
    return calls.json("wafv2", REGION, "AWSWAF_20190729." + operation, request);
  }
}
