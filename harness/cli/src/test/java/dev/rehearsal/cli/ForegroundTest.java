package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What signals to `rehearse terraform` do to Terraform, played by a script that counts them. */
@Timeout(60)
final class ForegroundTest {

  private static final String PROGRAM =
      """
      trap 'echo TERM >> told' TERM
      trap 'echo INT >> told' INT
      echo $$ > started
      until [ -e "$1/finish" ] || [ ! -e "$1" ]; do sleep 0.05; done
      echo written > state
      exit 7
      """;

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void stop() throws IOException {
    Files.writeString(folder.resolve("finish"), "");
  }

  /** The terminal has sent it to the program as well. */
  @Test
  void anInterruptIsNotPassedOn() throws Exception {
    Process harness = start();
    send(harness, "INT");
    Files.writeString(folder.resolve("finish"), "");
    assertEquals(7, harness.waitFor());
    assertEquals(List.of(), told());
    assertTrue(Files.exists(folder.resolve("state")));
  }

  @Test
  void aTerminationIsPassedOnOnceAndTheProgramEndsInItsOwnTime() throws Exception {
    Process harness = start();
    send(harness, "TERM");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !told().isEmpty());
    assertTrue(harness.isAlive());
    Files.writeString(folder.resolve("finish"), "");
    assertEquals(7, harness.waitFor());
    assertEquals(List.of("TERM"), told());
    assertTrue(Files.exists(folder.resolve("state")));
  }

  private Process start() throws IOException {
    Process harness =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Harness.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(folder.resolve("started")));
    return harness;
  }

  private void send(Process harness, String signal) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, "" + harness.pid()).start().waitFor());
    // A program that the signal reaches tells of it at once, or after its short sleep.
    Awaitility.await()
        .pollDelay(Duration.ofMillis(500))
        .until(() -> Files.exists(folder.resolve("started")));
  }

  private List<String> told() throws IOException {
    Path told = folder.resolve("told");
    return Files.exists(told) ? Files.readAllLines(told) : List.of();
  }

  /** The process that Ctrl-C and `kill` are for. */
  static final class Harness {

    private Harness() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      System.exit(
          Foreground.run(
              new ProcessBuilder("bash", "-c", PROGRAM, "program", folder.toString())
                  .directory(folder.toFile())));
    }
  }
}
