package dev.rehearsal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of a process and all that it started, as Linux counts it. */
final class ProcessTree implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;

  private final ProcessHandle root;
  private final Thread watch;
  private volatile long peakKibibytes;

  private ProcessTree(ProcessHandle root) {
    this.root = root;
    this.watch = new Thread(this::watch, "memory-watch");
    watch.setDaemon(true);
  }

  static ProcessTree watch(ProcessHandle root) {
    ProcessTree tree = new ProcessTree(root);
    tree.watch.start();
    return tree;
  }

  /** The highest sum of proportional set sizes seen, in mebibytes. */
  double peak() {
    return peakKibibytes / 1024.0;
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted() && root.isAlive()) {
      long now =
          Stream.concat(Stream.of(root), root.descendants()).mapToLong(ProcessTree::size).sum();
      peakKibibytes = Math.max(peakKibibytes, now);
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException done) {
        return;
      }
    }
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
