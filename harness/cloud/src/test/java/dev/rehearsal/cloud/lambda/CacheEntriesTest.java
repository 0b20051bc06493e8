package dev.rehearsal.cloud.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheEntriesTest {

  @TempDir private Path folder;

  private Path entry(String name, long days) throws IOException {
    Path entry = Files.createDirectory(folder.resolve(name));
    Files.writeString(entry.resolve("code.zip"), "code");
    Files.setLastModifiedTime(entry, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
    return entry;
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatNobodyUsedForAWeekGoesWithAllThatIsInIt() throws IOException {
    entry("old", 8);
    entry("new", 6);
    CacheEntries.prune(folder);
    assertEquals(List.of("new"), left());
  }

  @Test
  void whatWasUsedStaysHoweverOldItIs() throws IOException {
    Path old = entry("old", 80);
    CacheEntries.use(old);
    CacheEntries.prune(folder);
    assertEquals(List.of("old"), left());
  }

  @Test
  void whatIsNotThereIsNoError() {
    CacheEntries.use(folder.resolve("nothing"));
    CacheEntries.prune(folder.resolve("nothing"));
  }
}
