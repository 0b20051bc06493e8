package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BehindCheckTest {

  private static final String RELAY = "t2s-dev-outbox-relay";
  private static final String NOTIFICATIONS = "t2s-dev-notifications";

  private final FakeStage stage = new FakeStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private JourneyResult run(Consumer<HttpRequest> behind) {
    stage.route(
        "POST /api/orders",
        request -> {
          behind.accept(request);
          return HttpResponse.of(201, "application/json", "{}");
        });
    String text =
        """
        journey: A customer orders and is told
        steps:
          - api: POST /orders
            expect: { status: 201 }
          - eventually: 100ms
            expect:
              call: { action: "sns:Publish" }
            chain:
              - checkout -> lambda:outbox-relay
              - secretsmanager:GetSecretValue (cold)
              - rds: SELECT outbox, UPDATE outbox (any)
              - sns:Publish on order-events
              - sqs -> lambda:notifications
              - dynamodb:PutItem
              - ses:SendEmail
        """;
    JourneyFile file = JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text));
    assertEquals(List.of(), file.findings());
    return new JourneyRun(RunSettings.defaults(), List.of())
        .on(stage, List.of(file))
        .results()
        .get(0);
  }

  private Failure failure(Consumer<HttpRequest> behind) {
    return Objects.requireNonNull(run(behind).failure());
  }

  private void relays(HttpRequest cause) {
    stage.hop(cause, Hop.Kind.SQL, RELAY, "rds", "SELECT outbox", null);
    stage.hop(cause, Hop.Kind.AWS, RELAY, "sns", "sns:Publish", null);
    stage.hop(cause, Hop.Kind.SQL, RELAY, "rds", "UPDATE outbox", null);
    stage.hop(cause, Hop.Kind.SQL, RELAY, "rds", "UPDATE outbox", null);
    stage.hop(cause, Hop.Kind.INVOKE, "t2s-dev-checkout", "lambda:" + RELAY, "INVOKE", null);
  }

  private void tells(HttpRequest cause) {
    stage.hop(cause, Hop.Kind.AWS, NOTIFICATIONS, "ses", "ses:SendEmail", null);
    stage.hop(cause, Hop.Kind.AWS, NOTIFICATIONS, "dynamodb", "dynamodb:PutItem", null);
    told(cause);
  }

  private void told(HttpRequest cause) {
    stage.hop(cause, Hop.Kind.INVOKE, "sqs", "lambda:" + NOTIFICATIONS, "INVOKE", null);
  }

  @Test
  void whatIsWrittenMayHappenInAnyOrder() {
    assertNull(
        run(order -> {
              tells(order);
              relays(order);
            })
            .failure());
  }

  @Test
  void aStrayCallOfAFunctionBehindIsUnexpected() {
    Failure failure =
        failure(
            order -> {
              relays(order);
              stage.hop(order, Hop.Kind.AWS, NOTIFICATIONS, "sts", "sts:GetCallerIdentity", null);
              tells(order);
            });
    String hop = failure.fact("hop").orElseThrow();
    assertTrue(hop.startsWith("sts:GetCallerIdentity"), hop);
    assertTrue(hop.contains("is unexpected (t2s-dev-notifications -> sts"), hop);
    assertEquals(1, failure.deviation().unexpected().size());
  }

  @Test
  void theSameCallOnceMoreIsUnexpectedToo() {
    Failure failure =
        failure(
            order -> {
              relays(order);
              stage.hop(order, Hop.Kind.AWS, RELAY, "sns", "sns:Publish", null);
              tells(order);
            });
    String hop = failure.fact("hop").orElseThrow();
    assertTrue(hop.startsWith("sns:Publish on t2s-dev-order-events is unexpected"), hop);
  }

  @Test
  void aCallThatIsMissingAndOneThatWasRefusedAreNamed() {
    Failure failure =
        failure(
            order -> {
              relays(order);
              stage.hop(order, Hop.Kind.AWS, NOTIFICATIONS, "ses", "ses:SendEmail", "Throttling");
              told(order);
            });
    assertEquals(
        "dynamodb:PutItem is missing: no such call was made", failure.fact("hop").orElseThrow());
    String also = failure.fact("also").orElseThrow();
    assertTrue(also.startsWith("ses:SendEmail must not be refused"), also);
    assertEquals("lambda:notifications", failure.deviation().missing().get(0).from());
  }

  @Test
  void theChainIsClosedWhenTheInvocationIsOver() {
    Failure failure =
        failure(
            order -> {
              relays(order);
              stage.hop(order, Hop.Kind.AWS, NOTIFICATIONS, "dynamodb", "dynamodb:PutItem", null);
              stage.hop(order, Hop.Kind.AWS, NOTIFICATIONS, "ses", "ses:SendEmail", null);
            });
    assertEquals(
        "sqs -> lambda:notifications is missing: no such invocation is over",
        failure.fact("hop").orElseThrow());
  }
}
