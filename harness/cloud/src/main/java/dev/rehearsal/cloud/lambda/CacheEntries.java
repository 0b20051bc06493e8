package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.process.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps a folder of the user's cache from growing with every build: what nobody used for a week
 * goes. Another process may work in the same folder. Thread-safe.
 */
final class CacheEntries {

  private static final System.Logger LOG = System.getLogger(CacheEntries.class.getName());

  /** Longer than stages stand. */
  private static final Duration KEPT = Duration.ofDays(7);

  private CacheEntries() {}

  /** Notes that an entry is in use now; nothing where it is not there. */
  static void use(Path entry) {
    try {
      if (Files.exists(entry)) {
        Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
      }
    } catch (IOException readOnly) {
      LOG.log(System.Logger.Level.DEBUG, entry + " can't be marked as used", readOnly);
    }
  }

  /** Deletes what was not used for a week. What can't be deleted stays. */
  static void prune(Path folder) {
    Instant oldest = Instant.now().minus(KEPT);
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> unused = all.filter(entry -> lastUse(entry).isBefore(oldest)).toList();
      for (Path entry : unused) {
        FolderTree.delete(entry);
      }
    } catch (IOException failure) {
      LOG.log(System.Logger.Level.DEBUG, "Old entries of " + folder + " stay", failure);
    }
  }

  /** When an entry was used last; now where another process has just deleted it. */
  private static Instant lastUse(Path entry) {
    try {
      return Files.getLastModifiedTime(entry).toInstant();
    } catch (IOException gone) {
      return Instant.now();
    }
  }
}
