package dev.rehearsal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * {@code ./rehearse watch} from outside: files are saved, each with a change, and what counts is
 * the time from before the file is written until the journey's verdict stands on the terminal. The
 * files are put back afterwards.
 */
final class WatchBenchmark {

  private static final String JOURNEY = "buy/buy-one-item";
  private static final Path FILE = Path.of("scenarios/journeys/" + JOURNEY + ".journey.yaml");
  private static final Path FUNCTION =
      Path.of("platform-code/functions/src/main/java/dev/t2s/shop/checkout/CheckoutHandler.java");
  private static final Path TERRAFORM = Path.of("terraform/modules/functions/main.tf");

  /** An editor and a person are slower than this; what the last save set going has ended. */
  private static final long PAUSE_MILLIS = 2_000;

  private static final long PATIENCE_SECONDS = 180;
  private static final String ENDED = "(the command ended)";

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Path home = Path.of(System.getenv("REHEARSAL_HOME"));

  private WatchBenchmark() {}

  static void run(int runs) throws IOException, InterruptedException {
    new WatchBenchmark().measure(runs);
  }

  private void measure(int runs) throws IOException, InterruptedException {
    Process watch = StreetBenchmark.start("watch", "--free-ports", home.resolve(FILE).toString());
    Thread reader = new Thread(() -> read(watch), "watch-output");
    reader.setDaemon(true);
    reader.start();
    try {
      await("Watching:");
      // The first save compiles with a compiler that has just been loaded, and counts too.
      figures("journey saved", runs, FILE, i -> text -> text + "# " + i + "\n", "");
      figures(
          "function saved",
          runs,
          FUNCTION,
          i -> text -> text.replaceFirst("\n", "\n// " + i + "\n\n"),
          "Functions swapped");
      figures(
          "Terraform saved",
          runs,
          TERRAFORM,
          i -> text -> text.replaceFirst("timeout = 29\n", "timeout = " + (20 + i % 9) + "\n"),
          "terraform apply");
    } finally {
      watch.destroy();
      watch.waitFor();
    }
  }

  /** One kind of save, several times; what is told between save and verdict is timed too. */
  private void figures(
      String what, int runs, Path file, IntFunction<UnaryOperator<String>> change, String between)
      throws IOException, InterruptedException {
    Path saved = home.resolve(file);
    String before = Files.readString(saved);
    List<Double> first = new ArrayList<>();
    List<Double> verdicts = new ArrayList<>();
    try {
      for (int i = 0; i < runs; i++) {
        Thread.sleep(PAUSE_MILLIS);
        told.clear();
        String text = change.apply(i).apply(before);
        if (text.equals(before)) {
          throw new IllegalStateException("Nothing to change in " + file + " any more.");
        }
        long start = System.nanoTime();
        Files.writeString(saved, text);
        if (!between.isEmpty()) {
          await(between);
          first.add((System.nanoTime() - start) / 1e9);
        }
        await(JOURNEY);
        verdicts.add((System.nanoTime() - start) / 1e9);
      }
    } finally {
      Thread.sleep(PAUSE_MILLIS);
      told.clear();
      Files.writeString(saved, before);
    }
    await(JOURNEY); // What was put back is acted on too.
    if (!first.isEmpty()) {
      System.out.println(new Figures(first, "s").line(what + ": " + between));
    }
    System.out.println(new Figures(verdicts, "s").line(what + ": the verdict"));
  }

  /** Waits for a line with this in it. */
  private void await(String text) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    while (true) {
      String line = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(ENDED) || line.startsWith("✗")) {
        throw new IllegalStateException(
            "'" + text + "' was not told:\n" + String.join("\n", seen) + "\n" + line);
      }
      seen.add(line);
      if (line.contains(text)) {
        return;
      }
    }
  }

  private void read(Process watch) {
    try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(told::add);
    } catch (IOException | UncheckedIOException ended) {
      // The command was ended; where it ended by itself, who waits for its words says so.
      told.add(String.valueOf(ended.getMessage()));
    }
    told.add(ENDED);
  }
}
