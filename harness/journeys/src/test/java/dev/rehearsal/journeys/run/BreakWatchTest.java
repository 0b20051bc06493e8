package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BreakWatchTest {

  @Test
  void thatTheStageBrokeIsToldOnceWhileAJourneyStillWaitsForItsAnswer() {
    CountDownLatch told = new CountDownLatch(1);
    AtomicBoolean inTime = new AtomicBoolean();
    List<String> why = new CopyOnWriteArrayList<>();
    RunListener listener =
        event -> {
          if (event instanceof RunEvent.StageBroke broke) {
            why.add(broke.why());
            told.countDown();
          }
        };
    try (FakeStage stage = new FakeStage()) {
      stage.route(
          "GET /",
          request -> {
            stage.breaks("The PostgreSQL container died.");
            try {
              inTime.set(told.await(10, TimeUnit.SECONDS));
              Thread.sleep(500); // Long enough to be told twice.
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
            return HttpResponse.of(200, "text/html", "");
          });
      String text =
          """
          journey: The page is opened
          steps:
            - browse: /
              expect: { status: 200 }
          """;
      var unused =
          new JourneyRun(RunSettings.defaults(), List.of(listener))
              .on(
                  stage,
                  List.of(
                      JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), text))));
    }
    assertTrue(inTime.get());
    assertEquals(List.of("The PostgreSQL container died."), why);
  }
}
