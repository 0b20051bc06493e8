package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of a fragment are done as if they stood in the journey, and told by their own place.
 */
class FragmentRunTest {

  private static final String ORDER =
      """
      fragment: A customer orders
      takes: [customer, quantity, status]
      steps:
        - api: POST /orders
          as: ${customer}
          json: { quantity: "${quantity}", note: "for ${customer}" }
          expect: { status: "${status}" }
          capture: { orderId: $.id }
      """;

  @TempDir Path folder;
  private final FakeStage stage = new FakeStage();

  @BeforeEach
  void shop() throws IOException {
    Files.createDirectory(folder.resolve("fragments"));
    stage.route(
        "POST /api/orders",
        request -> {
          String body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
          return body.equals("{\"quantity\":2,\"note\":\"for ada\"}")
              ? HttpResponse.of(201, "application/json", "{\"id\":\"order-0001\"}")
              : HttpResponse.of(400, "text/plain", body);
        });
    stage.json("GET /api/orders/order-0001", 200, "{}");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private JourneyResult run(String fragment, String journey) throws IOException {
    Files.writeString(folder.resolve("fragments/order.fragment.yaml"), fragment);
    JourneyFile file =
        JourneyReader.read("one", SourceText.of(folder.resolve("one.journey.yaml"), journey));
    assertEquals(List.of(), file.findings());
    return new JourneyRun(RunSettings.defaults(), List.of())
        .on(stage, List.of(file))
        .results()
        .get(0);
  }

  @Test
  void valuesKeepTheirTypeAndCapturesAreSeenAfterwards() throws IOException {
    JourneyResult result =
        run(
            ORDER,
            """
            journey: A customer orders
            given: { customers: [ada] }
            steps:
              - use: order
                with: { customer: ada, quantity: 2, status: 201 }
              - api: GET /orders/${orderId}
                as: ada
                expect: { status: 200 }
            """);
    assertEquals("", FailureText.of(result));
    assertEquals(
        List.of("POST /orders as ada", "GET /orders/${orderId} as ada"),
        result.steps().stream().map(StepResult::title).toList());
  }

  @Test
  void aFailureIsShownInTheFragmentsFile() throws IOException {
    JourneyResult result =
        run(
            ORDER.replace("quantity, status", "quantity").replace("\"${status}\"", "202"),
            """
            journey: A customer orders
            given: { customers: [ada] }
            steps:
              - use: order
                with: { customer: ada, quantity: 2 }
            """);
    Failure failure = result.failure();
    assertNotNull(failure);
    String text = FailureText.of(result);
    assertTrue(text.contains("/fragments/order.fragment.yaml:7:15"), text);
    assertTrue(text.contains("expect: { status: 202 }\n" + " ".repeat(28) + "^^^^^^"), text);
    assertTrue(
        result.steps().get(0).at().place().endsWith("/fragments/order.fragment.yaml:4"), text);
  }

  @Test
  void theSameFaultPlannedTwiceEndsTwice() throws IOException {
    JourneyResult result =
        run(
            "fragment: Mail fails\nsteps:\n  - fault: { on: ses -> inbox, do: error, chance: 0.5 }\n",
            """
            journey: Mail fails often
            steps:
              - use: order
              - use: order
            """);
    assertEquals("", FailureText.of(result));
    assertEquals(0, stage.faults().waiting());
  }
}
