package dev.rehearsal.report.html;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.Dashboard;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.Masker;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.report.GreenRuns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole page. */
record Page(
    RunSummary summary,
    List<JourneyFile> found,
    String target,
    List<String> unobserved,
    List<Dashboard> dashboards,
    long seed,
    Instant ended,
    Map<String, GreenRuns.Green> greens) {

  String html() {
    String style = resource("report.css");
    String script = resource("report.js");
    Html html = new Html();
    html.raw("<!doctype html>\n").open("html", "lang", "en").open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src "
            + hash(style)
            + "; script-src "
            + hash(script)
            + "; img-src data:; base-uri 'none'; form-action 'none'");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.open("meta", "name", "referrer", "content", "no-referrer").line();
    html.leaf("title", summary.verdict() + " Rehearsal");
    html.raw("<style>" + style + "</style>").close("head").open("body").line();
    header(html);
    html.open("main");
    evidence(html);
    causes(html);
    findings(html);
    journeys(html);
    new DashboardSection(html, dashboards).write();
    html.close("main").line();
    html.raw("<script>" + script + "</script>").close("body").close("html").line();
    return html.toString();
  }

  private void header(Html html) {
    boolean good = summary.exitCode() == 0;
    html.open("header", "class", good ? "good" : "bad");
    html.open("h1")
        .leaf("span", good ? "\u2713" : "\u2717", "class", "mark", "aria-hidden", "true");
    html.text(" " + summary.verdict()).close("h1");
    html.open("p");
    html.text(
        (target.isEmpty() ? "" : "Target " + target + ". ")
            + "Seed "
            + seed
            + ". Took "
            + Shown.time(summary.took())
            + ", ended "
            + ended.truncatedTo(ChronoUnit.SECONDS)
            + ".");
    html.close("p");
    if (summary.environment() != null) {
      html.leaf("pre", Masker.text(summary.environment()));
    }
    html.close("header").line();
  }

  /** What the verdict doesn't rest on. */
  private void evidence(Html html) {
    if (!unobserved.isEmpty()) {
      html.open("section", "class", "evidence").leaf("h2", "Not observable on this target");
      html.open("ul");
      unobserved.forEach(each -> html.leaf("li", Masker.text(each)));
      html.close("ul").close("section").line();
    }
  }

  /** Failures that say the same but for names and numbers have one cause until more is known. */
  private void causes(Html html) {
    Map<String, List<JourneyResult>> causes = new LinkedHashMap<>();
    for (JourneyResult result : summary.results()) {
      Failure failure = result.failure();
      if (failure != null && result.status() == Status.FAILED) {
        causes.computeIfAbsent(cause(failure), any -> new ArrayList<>()).add(result);
      }
    }
    if (causes.isEmpty()) {
      return;
    }
    html.open("section").leaf("h2", "Failures by cause").open("ul", "class", "causes");
    causes.entrySet().stream()
        .sorted(Comparator.comparingInt(each -> -each.getValue().size()))
        .forEach(
            each -> {
              html.open("li").leaf("strong", title(each.getValue()));
              html.leaf(
                  "span",
                  each.getValue().size() == 1 ? "1 journey" : each.getValue().size() + " journeys",
                  "class",
                  "tag");
              html.open("ul");
              for (JourneyResult result : each.getValue()) {
                html.open("li")
                    .leaf(
                        "a", result.journey().title(), "href", "#" + JourneySection.anchor(result))
                    .close("li");
              }
              html.close("ul").close("li").line();
            });
    html.close("ul").close("section").line();
  }

  private static String cause(Failure failure) {
    return failure.fact("hop").orElse(failure.message()).replaceAll("[\\w-]*\\d[\\w-]*", "\u2026");
  }

  private static String title(List<JourneyResult> same) {
    return Optional.ofNullable(same.get(0).failure())
        .map(failure -> failure.fact("hop").orElse(failure.message()))
        .orElse("");
  }

  private void findings(Html html) {
    if (found.isEmpty()) {
      return;
    }
    html.open("section").leaf("h2", "Findings in files");
    for (JourneyFile file : found) {
      for (Finding finding : file.findings()) {
        html.leaf(
            "pre",
            Masker.text(finding.format()),
            "class",
            finding.isError() ? "source bad" : "source");
      }
    }
    html.close("section").line();
  }

  private void journeys(Html html) {
    if (summary.results().isEmpty()) {
      return;
    }
    html.open("section").leaf("h2", "Journeys");
    html.open("p", "class", "tools", "hidden", "");
    html.leaf("button", "All", "type", "button", "data-show", "all", "aria-pressed", "true");
    html.leaf("button", "Failed", "type", "button", "data-show", "failed", "aria-pressed", "false");
    html.leaf("button", "Passed", "type", "button", "data-show", "passed", "aria-pressed", "false");
    if (summary.results().stream().anyMatch(each -> each.status() == Status.SKIPPED)) {
      html.leaf(
          "button", "Skipped", "type", "button", "data-show", "skipped", "aria-pressed", "false");
    }
    html.open("input", "type", "search", "placeholder", "Search", "aria-label", "Search journeys");
    html.close("p").line();
    summary.results().stream()
        .sorted(
            Comparator.comparing((JourneyResult each) -> each.status() != Status.FAILED)
                .thenComparing(each -> each.journey().id()))
        .forEach(
            each ->
                new JourneySection(
                        html,
                        each,
                        "./rehearse run " + each.journey().source().name() + " --seed " + seed,
                        greens.get(each.journey().id()))
                    .write());
    html.close("section").line();
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The class path has no " + name + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JVM has SHA-256.", impossible);
    }
  }
}
