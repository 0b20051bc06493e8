package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.totp.Totp;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Journeys that let time pass. */
class ClockTest {

  private final FakeStage stage = new FakeStage();
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    stage.close();
  }

  private JourneyFile file(String id, String steps) {
    stage.route(
        "GET /" + id,
        request -> {
          opened.add(id);
          return HttpResponse.of(200, "text/plain", "");
        });
    String text =
        "journey: One\nsteps:\n" + steps + "  - browse: /" + id + "\n    expect: { status: 200 }\n";
    return JourneyReader.read(id, SourceText.of(Path.of(id + ".journey.yaml"), text));
  }

  private RunSummary run(JourneyFile... files) {
    return new JourneyRun(RunSettings.defaults().withParallel(4), List.of())
        .on(stage, List.of(files));
  }

  @Test
  void aLeapIsAsFarAsItIsWrittenAndEachAddsUp() {
    RunSummary summary = run(file("ahead", "  - clock: +65m\n  - clock: +30s\n"));
    assertEquals(0, summary.exitCode());
    Duration ahead = Duration.between(Instant.now(), stage.now());
    Duration far = Duration.ofMinutes(65).plusSeconds(30);
    assertTrue(ahead.minus(far).abs().compareTo(Duration.ofSeconds(5)) < 0, ahead.toString());
    assertEquals("clock +1h5m", summary.results().get(0).steps().get(0).title());
  }

  @Test
  void whoMovesTheClockRunsAlone() {
    JourneyFile moving = file("ahead", "  - clock: +1s\n");
    assertTrue(moving.journey().orElseThrow().exclusive());
    assertFalse(file("other", "").journey().orElseThrow().exclusive());
  }

  @Test
  void whoMovesTheClockComesLast() {
    RunSummary summary =
        run(file("ahead", "  - clock: +1m\n"), file("one", ""), file("two", ""), file("three", ""));
    assertEquals(0, summary.exitCode());
    assertEquals(4, opened.size());
    assertEquals("ahead", opened.get(3));
  }

  @Test
  void anAuthenticatorShowsTheCodeOfTheStagesTime() {
    String seed = "JBSWY3DPEHPK3PXP";
    List<String> shown = new ArrayList<>();
    stage.json("GET /seed", 200, "{\"seed\":\"" + seed + "\"}");
    stage.route(
        "GET /code",
        request -> {
          shown.add(request.header("Code").orElse(""));
          return HttpResponse.of(200, "text/plain", "");
        });
    String steps =
        """
          - browse: /seed
            expect: { status: 200 }
            capture: { seed: $.seed }
          - clock: +5m
          - browse: /code
            headers: { Code: "${code.seed}" }
            expect: { status: 200 }
        """;
    assertEquals(0, run(file("ahead", steps)).exitCode());
    long step = Totp.step(stage.now());
    // A code's half minute may have ended since.
    assertTrue(
        List.of(Totp.code(seed, step), Totp.code(seed, step - 1)).contains(shown.get(0)),
        shown.toString());
  }
}
