package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

  private final Path folder;

  FileWatchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void tellsOfSavedFilesInOldAndNewFoldersButNotOfEditorsOwn() throws Exception {
    Path there = Files.createDirectories(folder.resolve("there/deep"));
    Files.createDirectories(folder.resolve("target"));
    try (FileWatch watch = FileWatch.on(List.of(folder, folder.resolve("nowhere")))) {
      Files.writeString(there.resolve(".a.swp"), "x");
      Files.writeString(folder.resolve("target/built"), "x");
      Path one = Files.writeString(there.resolve("a.journey.yaml"), "x");
      assertEquals(Set.of(one), next(watch));
      Path fresh = Files.createDirectory(folder.resolve("fresh"));
      Path two = fresh.resolve("b.journey.yaml");
      // The folder is watched once its making was told; until then a save in it may be missed.
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            Files.writeString(folder.resolve("told"), "x");
            assertEquals(Set.of(folder.resolve("told")), next(watch));
            Files.writeString(two, "x");
            assertEquals(Set.of(two), next(watch));
          });
    }
  }

  @Test
  void endsWhenItIsClosed() throws Exception {
    FileWatch watch = FileWatch.on(List.of(folder));
    watch.close();
    assertEquals(Optional.empty(), watch.next());
  }

  private static Set<Path> next(FileWatch watch) throws InterruptedException {
    return watch.next().orElseThrow();
  }
}
