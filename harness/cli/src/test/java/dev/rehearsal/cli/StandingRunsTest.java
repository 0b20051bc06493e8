package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.report.ConsoleStyle;
import dev.rehearsal.stage.Stage;
import dev.rehearsal.stage.StageFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingRunsTest {

  private final Path folder;
  private final StandingRuns runs;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  StandingRunsTest(@TempDir Path folder) {
    this.folder = folder;
    Stage nothing =
        (Stage)
            Proxy.newProxyInstance(
                Stage.class.getClassLoader(),
                new Class<?>[] {Stage.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("target")) {
                    return "embedded";
                  }
                  throw new AssertionError("No file can run, so nothing is done on the stage.");
                });
    this.runs = StandingRuns.open(nothing, folder.resolve("reports"));
  }

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void whoAsksGetsWhatTheTerminalShowsAndTheExitCode() throws Exception {
    Path file = Files.writeString(folder.resolve("a.journey.yaml"), "journey: A\nstep: []\n");
    assertEquals(ExitCode.INPUT, ask(runs.facts(), file));
    assertTrue(text().contains("a journey has no key `step`"), text());
    assertTrue(text().contains("1 file has errors and ran nothing."), text());
    assertTrue(Files.exists(folder.resolve("reports/report.html")));
  }

  @Test
  void aFileThatHasGoneIsBadInput() {
    assertEquals(ExitCode.INPUT, ask(runs.facts(), folder.resolve("gone.journey.yaml")));
    assertTrue(text().contains("gone.journey.yaml: no such file."), text());
  }

  @Test
  void whoDoesNotKnowTheTokenGetsNothing() {
    Map<String, String> guessed =
        Map.of("runs.port", String.valueOf(runs.facts().get("runs.port")), "runs.token", "guess");
    assertThrows(StageFailure.class, () -> ask(guessed, folder));
    assertEquals("", text());
  }

  private int ask(Map<String, String> facts, Path file) {
    return StandingRuns.ask(
        new Standing(1, facts),
        new RunOrder(
            "",
            List.of(file.toString()),
            1,
            1,
            new ConsoleStyle(false, false, ConsoleStyle.Detail.NORMAL)),
        new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return told.toString(StandardCharsets.UTF_8);
  }
}
