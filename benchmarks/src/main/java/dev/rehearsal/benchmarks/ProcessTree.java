package dev.rehearsal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The memory of a process and all that it started, as Linux counts it, with the PostgreSQL servers
 * of this project's stages, which detach themselves from who starts them. What runs in containers
 * has another parent: it is counted by its own root.
 */
final class ProcessTree implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;

  /** So many looks long the servers found are taken for all: to look for them takes a while. */
  private static final int LOOKS = 8;

  private final ProcessHandle root;
  private final Supplier<List<ProcessHandle>> others;
  private final Thread watch;
  private volatile long peakKibibytes;

  private ProcessTree(ProcessHandle root, Supplier<List<ProcessHandle>> others) {
    this.root = root;
    this.others = others;
    this.watch = new Thread(this::watch, "memory-watch");
    watch.setDaemon(true);
  }

  static ProcessTree watch(ProcessHandle root) {
    return watch(root, List::of);
  }

  /**
   * Watches more than one tree.
   *
   * @param others the roots of the others, asked for anew each time
   */
  static ProcessTree watch(ProcessHandle root, Supplier<List<ProcessHandle>> others) {
    ProcessTree tree = new ProcessTree(root, others);
    tree.watch.start();
    return tree;
  }

  /** The highest sum of proportional set sizes seen, in mebibytes. */
  double peak() {
    return peakKibibytes / 1024.0;
  }

  private void watch() {
    List<ProcessHandle> databases = List.of();
    for (int look = 0; !Thread.currentThread().isInterrupted() && root.isAlive(); look++) {
      if (look % LOOKS == 0) {
        databases = databases();
      }
      long now =
          Stream.of(Stream.of(root), others.get().stream(), databases.stream())
              .flatMap(each -> each)
              .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
              .distinct()
              .mapToLong(ProcessTree::size)
              .sum();
      peakKibibytes = Math.max(peakKibibytes, now);
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException done) {
        return;
      }
    }
  }

  private static List<ProcessHandle> databases() {
    String stages = Path.of(System.getenv("REHEARSAL_HOME"), ".rehearsal") + "/";
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().command().orElse("").endsWith("/postgres"))
        .filter(each -> each.info().commandLine().orElse("").contains(stages))
        .toList();
  }

  private static long size(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException | java.io.UncheckedIOException ended) {
      return 0;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
