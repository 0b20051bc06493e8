package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JourneyRunTest {

  private final FakeStage stage = new FakeStage();
  private final List<RunEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    stage.close();
  }

  private static JourneyFile file(String id, String text) {
    return JourneyReader.read(id, SourceText.of(Path.of(id + ".journey.yaml"), text));
  }

  private RunSummary run(JourneyFile... files) {
    return new JourneyRun(RunSettings.defaults(), List.of(events::add)).on(stage, List.of(files));
  }

  private Failure failure(String text) {
    JourneyFile file = file("one", text);
    assertEquals(List.of(), file.findings());
    RunSummary summary = run(file);
    assertEquals(1, summary.exitCode(), () -> String.valueOf(summary.environment()));
    return Objects.requireNonNull(summary.results().get(0).failure());
  }

  @Nested
  class WhatPasses {

    @Test
    void capturesAreSentOnAndCustomersAreSignedIn() {
      stage.json("POST /api/orders", 201, "{\"id\":\"order-0001\",\"total\":12.50}");
      stage.route(
          "GET /api/orders/order-0001",
          request -> {
            String who = request.header("Authorization").orElse("nobody");
            return HttpResponse.of(200, "application/json", "{\"who\":\"" + who.length() + "\"}");
          });
      RunSummary summary =
          run(
              file(
                  "one",
                  """
                  journey: A customer orders
                  given:
                    customers: [ada]
                  steps:
                    - api: POST /orders
                      as: ada
                      json: { payment: { token: tok_visa } }
                      expect: { status: 201, json: { $.total: 12.5, $.items: { exists: false } } }
                      capture: { orderId: $.id }
                    - api: GET /orders/${orderId}
                      as: ada
                      expect: { status: 200, json: { $.who: { not: nobody } } }
                  """));
      assertEquals(List.of(), failures(summary));
      assertEquals(0, summary.exitCode());
    }

    @Test
    void aRaceMatchesItsOutcomesInAnyOrder() {
      AtomicInteger stock = new AtomicInteger(1);
      stage.route(
          "POST /api/orders",
          request ->
              stock.getAndDecrement() > 0
                  ? HttpResponse.of(201, "application/json", "{}")
                  : HttpResponse.of(409, "application/json", "{}"));
      RunSummary summary =
          run(
              file(
                  "one",
                  """
                  journey: Two race
                  given: { customers: [ada, bob] }
                  steps:
                    - race: POST /orders
                      as: [ada, bob]
                      expect: { outcomes: [{ status: 409 }, { status: 201 }] }
                  """));
      assertEquals(List.of(), failures(summary));
    }

    @Test
    void aViewerComesOverTlsOrWithoutAndShakesHands() {
      stage.route(
          "GET /page",
          request -> HttpResponse.of(200, "text/plain", request.secure() ? "secure" : "plain"));
      stage.route(
          "GET /api/cart",
          request -> HttpResponse.of(200, "text/plain", request.secure() ? "secure" : "plain"));
      RunSummary summary =
          run(
              file(
                  "one",
                  """
                  journey: Somebody looks at the certificate
                  steps:
                    - { browse: /page, expect: { status: 200, body: plain } }
                    - { browse: /page, via: https, expect: { status: 200, body: secure } }
                    - { browse: /page, via: http, expect: { status: 200, body: plain } }
                    - { api: GET /cart, via: https, expect: { status: 200, body: secure } }
                    - { api: GET /cart, via: http, expect: { status: 200, body: plain } }
                    - handshake: TLSv1.3
                      name: shop.example.com
                      expect:
                        json: { $.protocol: TLSv1.3, $.names: { contains: shop.example.com } }
                    - { handshake: TLSv1.2, expect: { json: { $.names: { contains: 127.0.0.1 } } } }
                    - handshake: TLSv1.2
                      name: elsewhere.example.com
                      expect: { json: { $.untrusted: { contains: elsewhere }, $.protocol: { exists: false } } }
                    - { handshake: TLSv1.1, expect: { json: { $.refused: protocol_version } } }
                    - { handshake: TLSv1, expect: { json: { $.refused: protocol_version } } }
                  """));
      assertEquals(List.of(), failures(summary));
    }

    @Test
    void anEventuallyWaitsForWhatComesLater() {
      AtomicInteger asked = new AtomicInteger();
      stage.route(
          "GET /page",
          request -> {
            asked.incrementAndGet();
            new Thread(() -> stage.mail("ada." + own() + "@customers.example", "Order confirmed"))
                .start();
            return HttpResponse.of(200, "text/html", "<title>T2S</title>");
          });
      RunSummary summary =
          run(
              file(
                  "one",
                  """
                  journey: A page
                  given: { customers: [ada] }
                  steps:
                    - browse: /page
                      expect: { html: { title: T2S } }
                    - eventually: 5s
                      expect: { inbox: { to: ada, channel: email, subject: { contains: confirmed } } }
                  """));
      assertEquals(List.of(), failures(summary));
      assertEquals(1, asked.get());
    }
  }

  private static String own() {
    return new Seeds(RunSettings.defaults().seed(), "one").own();
  }

  private static List<String> failures(RunSummary summary) {
    return summary.results().stream().map(FailureText::of).filter(text -> !text.isEmpty()).toList();
  }

  @Nested
  class WhatFails {

    @Test
    void aWrongStatusNamesItsPlaceAndWhatCame() {
      stage.json("GET /api/products", 500, "{\"password\":\"hush\"}");
      Failure failure =
          failure(
              """
              journey: A product
              steps:
                - api: GET /products
                  expect: { status: 200 }
              """);
      assertEquals(4, failure.at().line());
      assertEquals("status 200", failure.fact("expected").orElseThrow());
      assertEquals("status 500", failure.fact("but was").orElseThrow());
      assertFalse(failure.toString().contains("hush"));
    }

    @Test
    void aMissingMessageNamesTheHopThatRefusedIt() {
      stage.route(
          "POST /api/orders",
          request -> {
            stage.hop(request, Hop.Kind.AWS, "t2s-dev-outbox-relay", "sns", "sns:Publish", null);
            stage.hop(request, Hop.Kind.AWS, "sns", "sqs", "sqs:SendMessage", "AccessDenied");
            return HttpResponse.of(201, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: A customer orders
              given: { customers: [ada] }
              steps:
                - api: POST /orders
                  as: ada
                  expect: { status: 201 }
                - eventually: 200ms
                  expect: { inbox: { to: ada, channel: email } }
              """);
      String hop = failure.fact("hop").orElseThrow();
      assertTrue(hop.startsWith("sns -> sqs") && hop.contains("refused: AccessDenied"), hop);
      assertTrue(failure.fact("polls").orElseThrow().matches("\\d+ in 200 ms"));
    }

    @Test
    void aMessageToTheWrongAddressIsANearMiss() {
      stage.route(
          "POST /api/orders",
          request -> {
            stage.mail("somebody@else.example", "Order order-0001");
            return HttpResponse.of(201, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: A customer orders
              given: { customers: [ada] }
              steps:
                - api: POST /orders
                  expect: { status: 201 }
                - eventually: 100ms
                  expect: { inbox: { to: ada, subject: { contains: order-0001 } } }
              """);
      assertEquals(
          "email to somebody@else.example: Order order-0001",
          failure.fact("near miss").orElseThrow());
    }

    @Test
    void aMessageWithAnotherTextIsShownWithItAndWithoutItsCode() {
      stage.route(
          "POST /api/orders",
          request -> {
            stage.mail(
                "ada." + own() + "@customers.example",
                "Order order-0001",
                "Thank you.\n\nTotal: 11.50 EUR, order 2026-123456, code 123456.");
            return HttpResponse.of(201, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: A customer orders
              given: { customers: [ada] }
              steps:
                - api: POST /orders
                  as: ada
                  expect: { status: 201 }
                - eventually: 100ms
                  expect: { inbox: { to: ada, count: 1, text: { contains: 12.50 EUR } } }
              """);
      String near = failure.fact("near miss").orElseThrow();
      assertTrue(
          near.endsWith(
              ": Order order-0001, with text: Thank you. Total: 11.50 EUR, order 2026-123456,"
                  + " code ******."),
          near);
      assertTrue(
          failure.fact("expected").orElseThrow().startsWith("1 message to ada <"),
          failure.toString());
    }

    @Test
    void aMessageThatWentAstrayNamesItsLastHop() {
      stage.route(
          "POST /api/orders",
          request -> {
            stage.hop(request, Hop.Kind.AWS, "t2s-dev-outbox-relay", "sns", "sns:Publish", null);
            stage.hop(request, Hop.Kind.AWS, "sns", "sqs", "sqs:SendMessage", null);
            stage.hop(request, Hop.Kind.INVOKE, "sqs", "lambda:t2s-dev-notifications", "", null);
            stage.hop(request, Hop.Kind.AWS, "t2s-dev-notifications", "ses", "ses:SendEmail", null);
            stage.hop(request, Hop.Kind.MAIL, "ses", "inbox", "MAIL", null);
            return HttpResponse.of(201, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: A customer orders
              given: { customers: [ada] }
              steps:
                - api: POST /orders
                  expect: { status: 201 }
                - eventually: 100ms
                  expect: { inbox: { to: ada, channel: email } }
              """);
      String hop = failure.fact("hop").orElseThrow();
      assertTrue(hop.startsWith("ses -> inbox is unexpected: it went to "), hop);
      assertTrue(hop.contains("instead of ada <ada."), hop);
    }

    @Test
    void aCallThatMustBeRefusedAndWasNotIsNamedWithTheAnswer() {
      stage.route(
          "POST /api/orders",
          request -> {
            String api =
                stage.hop(request, null, Hop.Kind.API, "client", "apigateway", "POST", null);
            String invocation =
                stage.hop(request, api, Hop.Kind.INVOKE, "api", "lambda:checkout", "INVOKE", null);
            String write = "dynamodb:TransactWriteItems";
            stage.hop(request, invocation, Hop.Kind.AWS, "checkout", "dynamodb", write, null);
            return HttpResponse.of(201, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: There is too little
              steps:
                - api: POST /orders
                  expect: { status: 409 }
                  chain: ["dynamodb:TransactWriteItems (refused)"]
              """);
      assertEquals("status 201", failure.fact("but was").orElseThrow());
      String hop = failure.fact("hop").orElseThrow();
      assertTrue(hop.contains("TransactWriteItems (refused) was not refused, as it must be"), hop);
    }

    @Test
    void whatMustNeverHappenIsLookedForAtTheEnd() {
      stage.route(
          "GET /api/products",
          request -> {
            stage.hop(request, Hop.Kind.AWS, "t2s-dev-catalog", "dynamodb", "dynamodb:Scan", null);
            return HttpResponse.of(200, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: A product
              steps:
                - api: GET /products
                  expect: { status: 200 }
              never:
                - call: { action: dynamodb:Scan }
              """);
      assertEquals("What must never happen did", failure.message());
      assertTrue(failure.fact("hop").orElseThrow().contains("dynamodb:Scan"), failure.toString());
      assertEquals(6, failure.at().line());
    }

    @Test
    void aMessageThatMustNeverComeIsShown() {
      stage.route(
          "POST /api/orders",
          request -> {
            stage.mail("ada." + own() + "@customers.example", "Welcome");
            stage.mail("ada." + own() + "@customers.example", "Order order-0001");
            return HttpResponse.of(201, "application/json", "{}");
          });
      Failure failure =
          failure(
              """
              journey: A customer is told too much
              given: { customers: [ada] }
              steps:
                - api: POST /orders
                  as: ada
                  expect: { status: 201 }
              never:
                - inbox: { to: ada, subject: { contains: order-0001 } }
              """);
      assertEquals("1 such message", failure.fact("but was").orElseThrow());
      assertTrue(failure.fact("seen").orElseThrow().contains("order-0001"), failure.toString());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "sql: { query: select 1 from ordrs, rows: [[1]] }",
          "dynamodb: { table: prodcts, key: { sku: a }, item: { exists: true } }",
          "aws: { call: sqs:ListQueues, json: { Prefix: a } }"
        })
    void whatMustNeverHappenAndCannotBeLookedForFailsTheJourney(String never) {
      stage.route("GET /", request -> HttpResponse.of(200, "text/html", ""));
      Failure failure =
          failure(
              """
              journey: A page
              steps:
                - browse: /
                  expect: { status: 200 }
              never:
                - %s
              """
                  .formatted(never));
      assertEquals("What must never happen could not be looked for", failure.message());
      assertTrue(failure.fact("error").isPresent(), failure.toString());
    }

    @Test
    void stepsBehindAFailedOneAreSkipped() {
      RunSummary summary =
          run(
              file(
                  "one",
                  """
                  journey: Nothing is there
                  steps:
                    - browse: /
                      expect: { status: 200 }
                    - browse: /again
                      expect: { status: 200 }
                  """));
      assertEquals(
          List.of(Status.FAILED, Status.SKIPPED),
          summary.results().get(0).steps().stream().map(StepResult::status).toList());
    }

    @Test
    void whatTheTargetCantShowIsSkippedWithItsReasonAndNothingOfItIsDone() {
      stage.lacks("kms:DisableKey", "Keys are for show here.");
      JourneyFile file =
          file(
              "one",
              """
              journey: A key is disabled
              steps:
                - browse: /
                  expect: { status: 200 }
                - aws: kms:DisableKey
                  json: { KeyId: any }
              """);
      RunSummary summary = run(file);
      JourneyResult result = summary.results().get(0);
      assertEquals(Status.SKIPPED, result.status());
      Failure why = Objects.requireNonNull(result.failure());
      assertEquals("Keys are for show here.", why.fact("why").orElseThrow());
      assertEquals(5, why.at().line());
      assertEquals("1 is not observable on this target.", summary.verdict());
    }

    @Test
    void aStageThatCantBeStoodUpIsTheEnvironmentsFault() {
      JourneyFile file = file("one", "journey: a\nsteps: [{ browse: /, expect: { status: 200 } }]");
      RunSummary summary =
          new JourneyRun(RunSettings.defaults(), List.of(events::add))
              .on(
                  () -> {
                    throw new IllegalStateException("Port 1 is in use.");
                  },
                  List.of(file));
      assertEquals(3, summary.exitCode());
      assertEquals("Port 1 is in use.", summary.environment());
    }
  }

  @Test
  void aFileWithAnErrorRunsNothingAndOthersRun() {
    stage.json("GET /", 200, "{}");
    RunSummary summary =
        run(
            file("good", "journey: a\nsteps: [{ browse: /, expect: { status: 200 } }]"),
            file("bad", "journey: b\nsteps: [{ browse: /, expects: { status: 200 } }]"));
    assertEquals(1, summary.count(Status.PASSED));
    assertEquals(1, summary.rejected().size());
    assertEquals(2, summary.exitCode());
    assertTrue(events.stream().anyMatch(RunEvent.FileFound.class::isInstance));
  }

  @Test
  void noJourneyIsBadInput() {
    assertEquals(2, run().exitCode());
  }

  @Test
  void aRunTakesDownTheStageItStoodUp() {
    stage.json("GET /", 200, "{}");
    new JourneyRun(RunSettings.defaults(), List.of())
        .on(
            () -> stage,
            List.of(file("a", "journey: a\nsteps: [{ browse: /, expect: { status: 200 } }]")));
    assertTrue(stage.isClosed());
  }

  @Test
  void anExclusiveJourneyRunsAlone() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    stage.route(
        "GET /",
        request -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          try {
            Thread.sleep(15);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          inside.decrementAndGet();
          return HttpResponse.of(200, "text/html", "");
        });
    String text = "journey: a\nexclusive: true\nsteps: [{ browse: /, expect: { status: 200 } }]";
    JourneyFile[] files =
        IntStream.range(0, 6).mapToObj(i -> file("j" + i, text)).toArray(JourneyFile[]::new);
    assertEquals(0, run(files).exitCode());
    assertEquals(1, most.get());
  }

  @Test
  void aFaultThatFoundNothingToStrikeFailsTheJourney() {
    stage.route("GET /", request -> HttpResponse.of(200, "text/html", ""));
    Failure failure =
        failure(
            """
            journey: a
            steps:
              - fault: { on: dynamodb:Query on carts, do: throttle }
              - browse: /
                expect: { status: 200 }
            """);
    assertEquals("The fault never happened", failure.message());
    assertEquals(3, failure.at().line());
  }

  @Test
  void secretsAreMaskedBeforeListenersHearOfThem() {
    stage.json("POST /api/orders", 201, "{\"secret\":\"hush-hush\"}");
    run(
        file(
            "one",
            """
            journey: A customer orders
            given: { customers: [ada] }
            steps:
              - api: POST /orders
                as: ada
                json: { payment: { token: tok_visa }, note: "card 4111 1111 1111 1111" }
                expect: { status: 201 }
            """));
    String all =
        events.stream().filter(RunEvent.StepFinished.class::isInstance).toList().toString();
    Exchange exchange =
        events.stream()
            .filter(RunEvent.StepFinished.class::isInstance)
            .map(event -> ((RunEvent.StepFinished) event).result().exchanges().get(0))
            .findFirst()
            .orElseThrow();
    assertEquals("********", exchange.requestHeaders().get("Authorization"));
    assertFalse(exchange.requestBody().contains("tok_visa"), exchange.requestBody());
    assertFalse(exchange.requestBody().contains("4111"), exchange.requestBody());
    assertFalse(exchange.body().contains("hush-hush"), all);
  }
}
