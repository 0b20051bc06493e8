package dev.rehearsal.report.html;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.run.Hops;
import dev.rehearsal.journeys.run.JourneyResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists a journey's hops with when they ran: rows that open to what IAM decided, what was sent and
 * answered, and what was logged.
 */
final class Timeline {

  private static final int BAR = 240;

  /** Said before all other facts of a hop. */
  private static final List<String> FIRST = List.of("decision", "denied", "caller", "x-cache");

  /** Said elsewhere, or of use to programs only. */
  private static final Set<String> LEFT_OUT =
      Set.of("userAgent", "sourceIp", "region", "accessKeyId", "resources");

  private final Html html;
  private final JourneyResult result;
  private final Set<String> unexpected;
  private final Shown shown;
  private final long whole;

  Timeline(Html html, JourneyResult result) {
    this.html = html;
    this.result = result;
    this.unexpected =
        result.failure() == null ? Set.of() : result.failure().deviation().unexpected();
    this.shown = Shown.of(result);
    Instant start = result.started();
    this.whole =
        result.hops().stream()
            .mapToLong(hop -> Duration.between(start, hop.start()).plus(hop.took()).toMillis())
            .reduce(1, Math::max);
  }

  void write() {
    html.open("div", "class", "hops");
    result.hops().forEach(this::row);
    html.close("div").line();
  }

  private void row(Hop hop) {
    long at = Math.max(0, Duration.between(result.started(), hop.start()).toMillis());
    String kind = hop.error() != null ? " bad" : unexpected.contains(hop.id()) ? " odd" : "";
    html.open("details", "class", "row" + kind).open("summary");
    bar(at, hop.took().toMillis());
    html.leaf("span", "+" + at + " ms", "class", "when");
    String mark = hop.error() != null ? "\u2717 " : kind.isEmpty() ? "" : "! not expected: ";
    html.leaf("span", mark + Hops.line(hop));
    html.leaf("span", hop.took().toMillis() + " ms", "class", "took").close("summary");
    html.open("dl");
    fact("resource", hop.resource());
    fact("error", hop.error());
    facts(hop).forEach((key, value) -> fact(key.equals("decision") ? "IAM" : key, value));
    fact("request", hop.request());
    fact("response", hop.response());
    List<String> logs = result.logs().getOrDefault(hop.id(), List.of());
    fact("logs", String.join("\n", logs));
    html.close("dl").close("details").line();
  }

  private void bar(long at, long took) {
    long x = Math.min(at * BAR / whole, BAR - 2);
    html.open(
        "svg",
        "class",
        "bar",
        "width",
        "240",
        "height",
        "10",
        "viewBox",
        "0 0 240 10",
        "aria-hidden",
        "true");
    html.open(
        "rect",
        "x",
        String.valueOf(x),
        "y",
        "1",
        "width",
        String.valueOf(Math.min(Math.max(2, took * BAR / whole), BAR - x)),
        "height",
        "8",
        "rx",
        "2");
    html.close("rect").close("svg");
  }

  private static Map<String, String> facts(Hop hop) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String key : FIRST) {
      String value = hop.facts().get(key);
      if (value != null) {
        facts.put(key, value);
      }
    }
    hop.facts().entrySet().stream()
        .filter(fact -> !LEFT_OUT.contains(fact.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(fact -> facts.putIfAbsent(fact.getKey(), fact.getValue()));
    return facts;
  }

  private void fact(String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      html.leaf("dt", key).open("dd").leaf("pre", shown.body(value)).close("dd");
    }
  }
}
