package dev.rehearsal.cloud.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

  @Test
  void stopsProcessesAndDeletesFoldersWhenItsProcessIsGone(@TempDir Path folder) throws Exception {
    Path doomed = Files.createDirectories(folder.resolve("a folder/with/depth"));
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    try (Guard guard = new Guard()) {
      guard.stop(sleeper.toHandle(), Guard.Signal.TERM);
      guard.delete(folder.resolve("a folder"));
    }
    assertFalse(sleeper.isAlive());
    assertFalse(Files.exists(doomed));
  }

  @Test
  void sparesWhatWasTakenBack(@TempDir Path folder) throws Exception {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Path other = Files.createDirectories(folder.resolve("other"));
    try (Guard guard = new Guard()) {
      guard.delete(kept);
      guard.delete(other);
      guard.keep(kept);
    }
    assertTrue(Files.exists(kept));
    assertFalse(Files.exists(other));
  }

  @Test
  void killsWhatComesToItTooLate() throws Exception {
    Guard guard = new Guard();
    guard.close();
    Process late = new ProcessBuilder("sleep", "60").start();
    assertThrows(IllegalStateException.class, () -> guard.stop(late.toHandle(), Guard.Signal.TERM));
    assertTrue(late.waitFor(3, TimeUnit.SECONDS));
  }

  @Test
  void killsWhatIgnoresItsSignal() throws Exception {
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo; sleep 60 & wait; wait").start();
    stubborn.getInputStream().read();
    try (Guard guard = new Guard()) {
      guard.stop(stubborn.toHandle(), Guard.Signal.TERM);
    }
    await().atMost(Duration.ofSeconds(3)).until(() -> !stubborn.isAlive());
    stubborn.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void outlivesASigkillOfItsProcess(@TempDir Path folder) throws Exception {
    Path doomed = Files.createDirectories(folder.resolve("doomed"));
    Process harness =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Harness.class.getName(),
                doomed.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long child =
        Long.parseLong(new String(harness.getInputStream().readNBytes(12), US_ASCII).strip());
    harness.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty()
                    && !Files.exists(doomed));
  }

  /** A process that starts a child, tells its guard, and waits to be killed. */
  static final class Harness {
    private Harness() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Process child = new ProcessBuilder("sleep", "60").start();
      Guard guard = new Guard();
      guard.stop(child.toHandle(), Guard.Signal.TERM);
      guard.delete(Path.of(arguments[0]));
      System.out.printf("%-12d", child.pid());
      System.out.flush();
      Thread.sleep(60_000);
    }
  }
}
