package dev.rehearsal.report.html;

import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.run.Exchange;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.Masker;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.journeys.run.StepResult;
import java.util.Map;

/** One journey of the report: steps, failure, diagram, hops. */
final class JourneySection {

  private final Html html;
  private final JourneyResult result;
  private final SourceText source;
  private final String reproduce;

  JourneySection(Html html, JourneyResult result, String reproduce) {
    this.html = html;
    this.result = result;
    this.source = result.journey().source();
    this.reproduce = reproduce;
  }

  static String anchor(JourneyResult result) {
    return "journey-" + result.journey().id().replaceAll("[^A-Za-z0-9-]", "-");
  }

  void write() {
    boolean failed = result.status() == Status.FAILED;
    String[] attributes = {
      "class",
      "journey " + (failed ? "bad" : "good"),
      "id",
      anchor(result),
      "data-status",
      failed ? "failed" : "passed"
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
      html.leaf("h3", "What it caused on the street");
      SequenceDiagram.draw(html, result.hops());
      html.leaf("h3", "Hops by time");
      Timeline.write(html, result.hops(), result.started());
    }
    html.close("details").line();
  }

  private void failure(Failure failure) {
    html.open("div", "class", "failure");
    html.leaf("p", failure.message(), "class", "message");
    html.open("pre", "class", "source").text(source.at(failure.at()) + "\n");
    String line = source.line(failure.at().line());
    html.text(Masker.text(line)).close("pre");
    html.open("dl");
    for (Failure.Fact fact : failure.facts()) {
      html.leaf("dt", fact.key()).open("dd").leaf("pre", Shown.body(fact.value())).close("dd");
    }
    html.leaf("dt", "reproduce").open("dd").leaf("pre", reproduce).close("dd");
    html.close("dl").close("div").line();
  }

  private void step(StepResult step) {
    html.open("li", "class", step.status() == Status.FAILED ? "bad" : "");
    boolean more = !step.exchanges().isEmpty() || !step.polls().isEmpty();
    html.open(more ? "details" : "div", "class", "step")
        .open(more ? "summary" : "span", "class", "head");
    mark(step.status());
    html.leaf("code", step.title());
    html.leaf("small", "line " + step.at().line());
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
    html.leaf("pre", Shown.body(request.toString())).close("div");
    html.open("div").leaf("h4", "Answer after " + Shown.time(exchange.took()));
    StringBuilder answer = new StringBuilder("status " + exchange.status() + "\n");
    exchange
        .headers()
        .forEach(
            (name, values) ->
                values.forEach(
                    value -> answer.append(name).append(": ").append(value).append('\n')));
    html.leaf("pre", Shown.body(answer.append('\n').append(exchange.body()).toString()));
    html.close("div").close("div").line();
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
        status.name().toLowerCase(java.util.Locale.ROOT));
    html.text(name).close("span");
  }
}
