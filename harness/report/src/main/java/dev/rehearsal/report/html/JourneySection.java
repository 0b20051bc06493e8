package dev.rehearsal.report.html;

import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.run.Deviation;
import dev.rehearsal.journeys.run.Exchange;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.Masker;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.journeys.run.StepResult;
import dev.rehearsal.report.GreenRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One journey of the report: steps, failure, diagram, hops. */
final class JourneySection {

  /** Text to the browser, markup to the page's script. All data in it is escaped. */
  private static final String FOLDED = "text/html";

  private final Html html;
  private final JourneyResult result;
  private final SourceText source;
  private final Shown shown;
  private final String reproduce;
  private final GreenRuns.@Nullable Green green;

  /**
   * @param reproduce the command that runs the journey again
   * @param green how it went when it passed last; null where that is not known
   */
  JourneySection(
      Html html, JourneyResult result, String reproduce, GreenRuns.@Nullable Green green) {
    this.html = html;
    this.green = green;
    this.result = result;
    this.source = result.journey().source();
    this.shown = Shown.of(result);
    this.reproduce = reproduce;
  }

  static String anchor(JourneyResult result) {
    return "journey-" + result.journey().id().replaceAll("[^A-Za-z0-9-]", "-");
  }

  void write() {
    String[] attributes = {
      "class",
      "journey " + look(result.status()),
      "id",
      anchor(result),
      "data-status",
      result.status().name().toLowerCase(Locale.ROOT)
    };
    html.open("details", attributes).open("summary");
    mark(result.status());
    html.open("span", "class", "name").text(result.journey().title());
    html.leaf("small", result.journey().id()).close("span");
    for (String tag : result.journey().tags()) {
      html.leaf("span", tag, "class", "tag");
    }
    html.leaf("span", Shown.time(result.took()), "class", "took").close("summary").line();
    Failure failure = result.failure();
    if (failure != null) {
      failure(failure);
    }
    html.leaf("h3", "Steps").open("ol", "class", "steps");
    result.steps().forEach(this::step);
    html.close("ol").line();
    if (!result.hops().isEmpty()) {
      // Most of a page is hops that nobody looks at: those of a pass become elements when it opens.
      boolean folded = result.status() == Status.PASSED;
      if (folded) {
        html.leaf("noscript", "The hops are shown by a script.").open("script", "type", FOLDED);
      }
      html.leaf("h3", "What it caused on the street");
      SequenceDiagram.draw(
          html, result.hops(), failure == null ? Deviation.NONE : failure.deviation());
      html.leaf("h3", "Hops by time");
      new Timeline(html, result).write();
      if (folded) {
        html.close("script");
      }
    }
    html.close("details").line();
  }

  private void failure(Failure failure) {
    html.open("div", "class", "failure");
    html.leaf("p", failure.message(), "class", "message");
    html.open("pre", "class", "source").text(source.at(failure.at()) + "\n");
    String line = source.line(failure.at());
    html.text(Masker.text(line)).close("pre");
    html.open("dl");
    Map<String, List<String>> facts = new LinkedHashMap<>();
    for (Failure.Fact fact : failure.facts()) {
      facts.computeIfAbsent(fact.key(), any -> new ArrayList<>()).add(fact.value());
    }
    facts.forEach(
        (key, values) ->
            html.leaf("dt", key)
                .open("dd")
                .leaf("pre", shown.body(String.join("\n", values)))
                .close("dd"));
    html.close("dl").close("div").line();
    html.leaf("h3", "Reproduce").leaf("pre", reproduce, "class", "source").line();
    compare();
  }

  /** What is different from the last pass; calls are compared without ids and numbers. */
  private void compare() {
    if (green == null) {
      html.leaf("p", "No earlier pass of this journey is known here.", "class", "faint");
      return;
    }
    html.leaf("h3", "Compared with its last pass");
    html.leaf(
        "p",
        "It passed in the run that ended "
            + green.ended()
            + ", in "
            + Shown.time(Duration.ofMillis(green.millis()))
            + "; now it failed after "
            + Shown.time(result.took())
            + ".");
    Map<String, Integer> now = GreenRuns.calls(result.hops());
    Set<String> all = new TreeSet<>(green.calls().keySet());
    all.addAll(now.keySet());
    all.removeIf(call -> now.getOrDefault(call, 0).equals(green.calls().getOrDefault(call, 0)));
    if (all.isEmpty()) {
      html.leaf("p", "It made the same calls as then.");
      return;
    }
    html.open("ul", "class", "diff");
    for (String call : all) {
      int before = green.calls().getOrDefault(call, 0);
      int after = now.getOrDefault(call, 0);
      html.leaf(
          "li",
          (after > before ? "+ " : "\u2212 ") + call + "  (" + before + " then, " + after + " now)",
          "class",
          after > before ? "more" : "less");
    }
    html.close("ul").line();
  }

  private void step(StepResult step) {
    html.open("li", "class", look(step.status()));
    boolean more = !step.exchanges().isEmpty() || !step.polls().isEmpty();
    html.open(more ? "details" : "div", "class", "step")
        .open(more ? "summary" : "span", "class", "head");
    mark(step.status());
    html.leaf("code", step.title());
    html.leaf("small", step.at().place());
    html.leaf(
        "span",
        step.status() == Status.SKIPPED ? "skipped" : Shown.time(step.took()),
        "class",
        "took");
    html.close(more ? "summary" : "span");
    step.exchanges().forEach(this::exchange);
    if (!step.polls().isEmpty()) {
      html.leaf("h4", "Polls").open("ul", "class", "polls");
      step.polls().forEach(poll -> html.leaf("li", poll.toString()));
      html.close("ul");
    }
    html.close(more ? "details" : "div").close("li").line();
  }

  private void exchange(Exchange exchange) {
    html.open("div", "class", "exchange");
    html.open("div").leaf("h4", "Request");
    StringBuilder request = new StringBuilder();
    request.append(exchange.method()).append(' ').append(exchange.url()).append('\n');
    for (Map.Entry<String, String> header : exchange.requestHeaders().entrySet()) {
      request.append(header.getKey()).append(": ").append(header.getValue()).append('\n');
    }
    if (!exchange.requestBody().isEmpty()) {
      request.append('\n').append(exchange.requestBody());
    }
    html.leaf("pre", shown.body(request.toString())).close("div");
    html.open("div").leaf("h4", "Answer after " + Shown.time(exchange.took()));
    StringBuilder answer = new StringBuilder("status " + exchange.status() + "\n");
    exchange
        .headers()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> answer.append(name).append(": ").append(value).append('\n')));
    html.leaf("pre", shown.body(answer.append('\n').append(exchange.body()).toString()));
    html.close("div").close("div").line();
    if (exchange.picture() != null) {
      html.open(
          "img",
          "class",
          "picture",
          "loading",
          "lazy",
          "alt",
          "The page as the browser showed it",
          "src",
          "data:image/png;base64," + exchange.picture());
      html.line();
    }
  }

  private static String look(Status status) {
    return switch (status) {
      case PASSED -> "good";
      case FAILED -> "bad";
      case SKIPPED -> "skipped";
    };
  }

  private void mark(Status status) {
    String name =
        switch (status) {
          case PASSED -> "\u2713";
          case FAILED -> "\u2717";
          case SKIPPED -> "\u2013";
        };
    html.open(
        "span",
        "class",
        "mark",
        "role",
        "img",
        "aria-label",
        status.name().toLowerCase(Locale.ROOT));
    html.text(name).close("span");
  }
}
