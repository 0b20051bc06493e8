package dev.rehearsal.report.html;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.run.Hops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists hops with when they ran: a table whose rows open to what was sent and answered. */
final class Timeline {

  private static final int BAR = 240;

  private Timeline() {}

  static void write(Html html, List<Hop> hops, Instant start) {
    long whole = 1;
    for (Hop hop : hops) {
      whole = Math.max(whole, Duration.between(start, hop.start()).plus(hop.took()).toMillis());
    }
    html.open("div", "class", "hops");
    for (Hop hop : hops) {
      row(html, hop, start, whole);
    }
    html.close("div").line();
  }

  private static void row(Html html, Hop hop, Instant start, long whole) {
    long at = Math.max(0, Duration.between(start, hop.start()).toMillis());
    long x = at * BAR / whole;
    long width = Math.max(2, hop.took().toMillis() * BAR / whole);
    html.open("details", "class", hop.error() == null ? "row" : "row bad").open("summary");
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
        String.valueOf(Math.min(x, BAR - 2)),
        "y",
        "1",
        "width",
        String.valueOf(Math.min(width, BAR - Math.min(x, BAR - 2))),
        "height",
        "8",
        "rx",
        "2");
    html.close("rect").close("svg");
    html.leaf("span", "+" + at + " ms", "class", "when");
    html.leaf("span", (hop.error() == null ? "" : "\u2717 ") + Hops.line(hop));
    html.leaf("span", hop.took().toMillis() + " ms", "class", "took").close("summary");
    html.open("dl");
    fact(html, "resource", hop.resource());
    fact(html, "error", hop.error());
    hop.facts().forEach((key, value) -> fact(html, key, value));
    fact(html, "request", hop.request());
    fact(html, "response", hop.response());
    html.close("dl").close("details").line();
  }

  private static void fact(Html html, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      html.leaf("dt", key).open("dd").leaf("pre", Shown.body(value)).close("dd");
    }
  }
}
