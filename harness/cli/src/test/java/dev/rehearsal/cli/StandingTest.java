package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StandingTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aStageIsFoundWhileItsProcessLives() throws Exception {
    Path file = folder.resolve("up.properties");
    new Standing(ProcessHandle.current().pid(), Map.of("aws", "http://127.0.0.1:1")).write(file);
    Standing found = Standing.find(file).orElseThrow();
    assertEquals(ProcessHandle.current().pid(), found.pid());
    assertEquals("http://127.0.0.1:1", found.facts().get("aws"));

    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    new Standing(ended.pid(), Map.of()).write(file);
    assertEquals(Optional.empty(), Standing.find(file));
    assertFalse(Files.exists(file));
  }

  @Test
  void anotherProcessThatGotItsNumberIsNoStage() throws IOException {
    Path file = folder.resolve("up.properties");
    new Standing(ProcessHandle.current().pid(), Map.of()).write(file);
    String began = Files.readString(file).replaceAll("(?s).*began=(\\d+).*", "$1");
    long yesterday = Long.parseLong(began) - 86_400;
    Files.writeString(file, Files.readString(file).replace(began, "" + yesterday));
    assertEquals(Optional.empty(), Standing.find(file));
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatCannotBeReadIsToldOf() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("up.properties"),
            "pid=" + ProcessHandle.current().pid() + "\nbegan=long ago\n");
    StageFailure failure = assertThrows(StageFailure.class, () -> Standing.find(file));
    assertTrue(String.valueOf(failure.getMessage()).contains("delete it"), failure::getMessage);
  }
}
