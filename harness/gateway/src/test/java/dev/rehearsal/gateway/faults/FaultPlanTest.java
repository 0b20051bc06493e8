package dev.rehearsal.gateway.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultPlanTest {

  private final List<String> done = new ArrayList<>();
  private final FaultPlan plan =
      new FaultPlan(
          new FaultPlan.Ground() {
            @Override
            public void restartDatabase() {
              done.add("restart");
            }

            @Override
            public void kill(String invocation) {
              done.add("kill " + invocation);
            }
          },
          7);

  private static FaultSpec spec(String on, Fault.Kind kind, int nth, int times, double chance) {
    FaultTarget target = FaultTarget.parse(on).orElseThrow();
    return new FaultSpec(
        target, null, kind, Duration.ofSeconds(1), null, nth, times, chance, "t:1");
  }

  private static Faults.Point query(String root, String table) {
    return new Faults.Point(
        Hop.Kind.AWS,
        new Trace(root, "hop"),
        "t2s-dev-checkout",
        "dynamodb",
        "dynamodb:Query",
        List.of("arn:aws:dynamodb:eu-west-1:1:table/t2s-dev-" + table));
  }

  @Test
  void theNthHopIsStruckAndSoManyFromThere() {
    try (FaultPlan.Armed armed =
        plan.arm(spec("dynamodb:Query on carts", Fault.Kind.ERROR, 2, 2, 1), root -> true)) {
      List<Boolean> struck =
          IntStream.range(0, 5).mapToObj(i -> plan.at(query("r", "carts")) != null).toList();
      assertEquals(List.of(false, true, true, false, false), struck);
      assertEquals(5, armed.seen());
      assertEquals(2, armed.struck());
    }
    assertNull(plan.at(query("r", "carts")));
  }

  @Test
  void anotherJourneysHopsAndOtherResourcesAreLeftAlone() {
    try (FaultPlan.Armed armed =
        plan.arm(spec("dynamodb:Query on carts", Fault.Kind.ERROR, 1, 9, 1), "mine"::equals)) {
      assertNull(plan.at(query("theirs", "carts")));
      assertNull(plan.at(query("mine", "products")));
      assertNotNull(plan.at(query("mine", "carts")));
      assertEquals(1, armed.seen());
    }
  }

  @Test
  void chanceIsTheSeeds() {
    assertEquals(chances(), chances());
    long struck = chances().stream().filter(each -> each).count();
    assertTrue(struck > 20 && struck < 80, "struck " + struck + " of 200 at 0.25");
  }

  private List<Boolean> chances() {
    try (FaultPlan.Armed armed =
        plan.arm(spec("dynamodb:*", Fault.Kind.ERROR, 1, 1_000, 0.25), root -> true)) {
      return IntStream.range(0, 200).mapToObj(i -> plan.at(query("r", "carts")) != null).toList();
    }
  }

  @Test
  void processesDieAndDatabasesRestartBeforeTheHop() {
    try (FaultPlan.Armed kill =
            plan.arm(spec("dynamodb:*", Fault.Kind.KILL_FUNCTION, 1, 1, 1), root -> true);
        FaultPlan.Armed restart =
            plan.arm(spec("dynamodb:*", Fault.Kind.RESTART_DATABASE, 2, 1, 1), root -> true)) {
      assertNotNull(plan.at(query("r", "carts")));
      assertNull(plan.at(query("r", "carts")));
      assertNotNull(plan.at(query("r", "carts")));
      assertEquals(List.of("kill hop", "restart"), done);
      assertEquals(1, kill.struck() + restart.struck() - 1);
    }
  }

  /** Often: the next hop shall find the struck one even when that has not begun to wait. */
  @RepeatedTest(20)
  void aReorderedHopGoesAfterTheNext() throws Exception {
    FaultTarget target = FaultTarget.parse("dynamodb:Query").orElseThrow();
    FaultSpec spec =
        new FaultSpec(
            target, null, Fault.Kind.REORDER, Duration.ofSeconds(30), null, 1, 1, 1, "t:1");
    try (FaultPlan.Armed armed = plan.arm(spec, root -> true)) {
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(() -> assertNotNull(plan.at(query("r", "carts"))));
      while (armed.struck() == 0) {
        Thread.onSpinWait();
      }
      assertFalse(first.isDone());
      assertNull(plan.at(query("r", "carts")));
      first.get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dynamodb:Query on carts | AWS",
        "dynamodb:TransactWriteItems on products, reservations | AWS",
        "sns:* | AWS",
        "rds: INSERT orders | SQL",
        "rds: COMMIT | SQL",
        "http: POST payments/charges | HTTP",
        "sqs -> lambda:notifications | INVOKE",
        "ses -> inbox | MAIL"
      })
  void aTargetIsWrittenAsItIsRead(String text, Hop.Kind kind) {
    FaultTarget target = FaultTarget.parse(text).orElseThrow();
    assertEquals(text, target.text());
    assertEquals(kind, target.kind());
  }
}
