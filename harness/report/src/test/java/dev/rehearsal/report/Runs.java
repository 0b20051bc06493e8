package dev.rehearsal.report;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import dev.rehearsal.journeys.run.Dashboard;
import dev.rehearsal.journeys.run.Deviation;
import dev.rehearsal.journeys.run.Exchange;
import dev.rehearsal.journeys.run.Failure;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.Poll;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.journeys.run.Status;
import dev.rehearsal.journeys.run.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs that never ran, for reports to write. */
final class Runs {

  static final String EVIL = "<script>alert('x')</script> & \"quotes\"";
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final String TEXT =
      """
      journey: A customer buys one item and is told so
      tags: [smoke, buy]
      given: { customers: [ada] }
      steps:
        - api: POST /orders
          as: ada
          json: { payment: { token: tok_visa } }
          expect: { status: 201 }
        - eventually: 10s
          expect: { inbox: { to: ada, channel: email } }
      """;

  private Runs() {}

  static void tell(RunListener listener, RunSummary summary) {
    listener.on(
        new RunEvent.RunStarted(
            "run", summary.results().size(), RunSettings.defaults(), "embedded", START));
    summary.rejected().forEach(file -> listener.on(new RunEvent.FileFound(file)));
    listener.on(
        new RunEvent.StageStood(
            "embedded", List.of("The hop sns -> sqs is seen at its ends."), START));
    for (JourneyResult result : summary.results()) {
      listener.on(new RunEvent.JourneyStarted(result.journey(), START));
      result
          .steps()
          .forEach(step -> listener.on(new RunEvent.StepFinished(result.journey(), step)));
      listener.on(new RunEvent.JourneyFinished(result));
    }
    if (!summary.results().isEmpty()) {
      listener.on(new RunEvent.DashboardsRead(List.of(dashboard()), START.plusSeconds(3)));
    }
    listener.on(new RunEvent.RunFinished(summary, START.plusSeconds(3)));
  }

  private static Dashboard dashboard() {
    return new Dashboard(
        "t2s-dev-shop",
        List.of(
            new Dashboard.Widget(
                "The API",
                "Sum",
                Duration.ofMinutes(1),
                List.of(
                    new Dashboard.Series(
                        "Count",
                        List.of(
                            new Dashboard.Point(START, 40),
                            new Dashboard.Point(START.plusSeconds(60), 2.5))),
                    new Dashboard.Series(EVIL, List.of()))),
            new Dashboard.Widget("Nothing", "Sum", Duration.ofMinutes(1), List.of())),
        null);
  }

  static RunSummary of(int passed, int failed) {
    List<JourneyResult> results = new ArrayList<>();
    for (int i = 0; i < passed + failed; i++) {
      results.add(result("buy/journey-" + i, i >= passed));
    }
    return new RunSummary(results, List.of(), null, 0, Duration.ofMillis(3_210));
  }

  static JourneyFile rejected() {
    return JourneyReader.read(
        "bad", SourceText.of(Path.of("bad.journey.yaml"), "journey: " + EVIL + "\nstep: []\n"));
  }

  private static JourneyResult result(String id, boolean failed) {
    SourceText source = SourceText.of(Path.of("scenarios/journeys/" + id + ".journey.yaml"), TEXT);
    Journey journey = JourneyReader.read(id, source).journey().orElseThrow();
    SourceSpan at = journey.steps().get(1).at();
    Failure failure =
        new Failure(
            "`inbox` was not as expected within 10000 ms",
            at,
            List.of(
                new Failure.Fact(
                    "hop",
                    "sns -> sqs: sqs:SendMessage on t2s-dev-notifications was refused: AccessDenied, decision: no statement of the queue's policy allows sns.amazonaws.com"),
                new Failure.Fact(
                    "last seen",
                    "t2s-dev-outbox-relay -> sns: sns:Publish on t2s-dev-order-events (200)"),
                new Failure.Fact("expected", "1 email message to ada <ada.x@customers.example>"),
                new Failure.Fact("but was", "0 such messages " + EVIL)),
            new Deviation(
                List.of(
                    new Deviation.Missing("sqs", "notifications", "", null),
                    new Deviation.Missing("notifications", "ses", "", null)),
                Set.of("hop70")));
    List<StepResult> steps =
        List.of(
            step(0, journey, Status.PASSED, null),
            step(1, journey, failed ? Status.FAILED : Status.PASSED, failed ? failure : null));
    return new JourneyResult(
        journey,
        failed ? Status.FAILED : Status.PASSED,
        START,
        Duration.ofMillis(812),
        steps,
        failed ? failure : null,
        hops(failed),
        Map.of("hop4", List.of("{\"level\":\"INFO\",\"message\":\"order placed " + EVIL + "\"}")));
  }

  private static StepResult step(
      int index, Journey journey, Status status, @Nullable Failure failure) {
    Exchange exchange =
        new Exchange(
            "POST",
            "http://d123.localhost:4080/api/orders",
            Map.of("Authorization", "********", "Content-Type", "application/json"),
            "{\"payment\":{\"token\":\"********\"}}",
            201,
            Map.of(
                "content-type",
                List.of("application/json"),
                "x-cache",
                List.of("Miss from cloudfront")),
            "{\"id\":\"ord_1\",\"note\":\"" + EVIL + "\"}",
            Duration.ofMillis(140),
            null);
    return new StepResult(
        index,
        journey.steps().get(index).title(),
        journey.steps().get(index).at(),
        "1-0-0",
        status,
        START,
        Duration.ofMillis(index == 0 ? 140 : 660),
        index == 0 ? List.of(exchange) : List.of(),
        index == 1
            ? List.of(new Poll(Duration.ofMillis(3), 41, "inbox: 0 such messages"))
            : List.of(),
        failure);
  }

  private static List<Hop> hops(boolean failed) {
    List<Hop> hops = new ArrayList<>();
    hops.add(hop(0, Hop.Kind.EDGE, "client", "cloudfront", "POST /api/orders", null));
    hops.add(hop(2, Hop.Kind.API, "cloudfront", "apigateway", "POST /api/orders", null));
    hops.add(hop(4, Hop.Kind.INVOKE, "apigateway", "lambda:t2s-dev-checkout", "INVOKE", null));
    hops.add(hop(8, Hop.Kind.AWS, "t2s-dev-checkout", "dynamodb", "dynamodb:Query", null));
    hops.add(
        hop(15, Hop.Kind.AWS, "t2s-dev-checkout", "dynamodb", "dynamodb:TransactWriteItems", null));
    hops.add(hop(30, Hop.Kind.HTTP, "t2s-dev-checkout", "payments", "POST /charges", null));
    hops.add(hop(70, Hop.Kind.AWS, "t2s-dev-checkout", "lambda", "lambda:Invoke", null));
    hops.add(hop(90, Hop.Kind.INVOKE, "lambda", "lambda:t2s-dev-outbox-relay", "INVOKE", null));
    hops.add(hop(110, Hop.Kind.AWS, "t2s-dev-outbox-relay", "sns", "sns:Publish", null));
    hops.add(
        hop(115, Hop.Kind.AWS, "sns", "sqs", "sqs:SendMessage", failed ? "AccessDenied" : null));
    return hops;
  }

  private static Hop hop(
      int at, Hop.Kind kind, String from, String to, String action, @Nullable String error) {
    return new Hop(
        "hop" + at,
        kind,
        new Trace("1-0-0", null),
        from,
        to,
        action,
        "arn:aws:sqs:eu-west-1:000000000000:t2s-dev-notifications",
        START.plusMillis(at),
        Duration.ofMillis(12),
        error == null ? 200 : 403,
        error,
        "{\"message\":\"" + EVIL + "\"}",
        null,
        Map.of("decision", error == null ? "allowed" : "denied"));
  }
}
