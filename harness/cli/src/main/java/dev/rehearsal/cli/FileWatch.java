package dev.rehearsal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Tells which files below some folders were saved. */
final class FileWatch implements AutoCloseable {

  /** Editors save in several strokes; what comes within this time is one save. */
  private static final long STROKES_MILLIS = 40;

  private static final Set<String> PASSED_OVER = Set.of("target", ".terraform", ".git");

  private final WatchService service;

  private FileWatch(WatchService service) {
    this.service = service;
  }

  /** Watches folders and all folders in them; those that are not there are passed over. */
  static FileWatch on(List<Path> folders) throws IOException {
    FileWatch watch = new FileWatch(folders.get(0).getFileSystem().newWatchService());
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        watch.add(folder);
      }
    }
    return watch;
  }

  /** Waits for a save; empty when the watch was closed. */
  Optional<Set<Path>> next() throws InterruptedException {
    Set<Path> saved = new LinkedHashSet<>();
    try {
      while (saved.isEmpty()) {
        for (WatchKey key = service.take();
            key != null;
            key = service.poll(STROKES_MILLIS, TimeUnit.MILLISECONDS)) {
          collect(key, saved);
        }
      }
    } catch (ClosedWatchServiceException closed) {
      return Optional.empty();
    }
    return Optional.of(saved);
  }

  private void collect(WatchKey key, Set<Path> saved) {
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path name && key.watchable() instanceof Path folder) {
        Path path = folder.resolve(name);
        if (Files.isDirectory(path)) {
          add(path);
        } else if (Files.isRegularFile(path) && !isEditors(name.toString())) {
          saved.add(path);
        }
      }
    }
    key.reset();
  }

  /** Whether an editor keeps a file for itself. */
  private static boolean isEditors(String name) {
    return name.startsWith(".") || name.endsWith("~") || name.endsWith(".swp");
  }

  private void add(Path root) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
              if (PASSED_OVER.contains(String.valueOf(folder.getFileName()))) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              folder.register(
                  service,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(root + " can't be watched.", failure);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
