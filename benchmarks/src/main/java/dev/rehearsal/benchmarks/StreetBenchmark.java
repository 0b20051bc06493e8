package dev.rehearsal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole command, from outside: from the start of {@code ./rehearse up} to the first answer 200
 * of the shop's API through its edge, what of that is {@code terraform apply}, and the peak of the
 * memory of all processes during {@code ./rehearse run}, all journeys included.
 */
final class StreetBenchmark {

  static final Pattern APPLY = Pattern.compile("terraform apply +([0-9.]+) s");
  private static final Pattern SHOP = Pattern.compile("shop +(http://\\S+)");

  private StreetBenchmark() {}

  static void run(int runs) throws IOException, InterruptedException {
    List<Double> standUp = new ArrayList<>();
    List<Double> apply = new ArrayList<>();
    List<Double> standing = new ArrayList<>();
    run("run", "--quiet"); // Fills the caches: archives of classes, unpacked packages.
    for (int i = 0; i < runs; i++) {
      Stood timed = stand(false);
      standUp.add(timed.seconds());
      apply.add(timed.applySeconds());
      standing.add(stand(true).mebibytes());
    }
    System.out.println(new Figures(standUp, "s").line("start to first 200"));
    System.out.println(new Figures(apply, "s").line("of it: terraform apply"));
    System.out.println(new Figures(standing, "MiB").line("peak memory until then (PSS)"));
    System.out.println(
        new Figures(List.of(run("run", "--quiet")), "MiB").line("peak memory, all journeys (PSS)"));
  }

  private record Stood(double seconds, double applySeconds, double mebibytes) {}

  /**
   * Stands the platform up once, until the first answer 200.
   *
   * @param watched whether its memory is looked at, which stops it for a moment each time: the
   *     times of such a run are not to be taken; the memory of another is 0
   */
  private static Stood stand(boolean watched) throws IOException, InterruptedException {
    long start = System.nanoTime();
    double apply = 0;
    Process up = start("up", "--free-ports");
    try (ProcessTree memory = watched ? ProcessTree.watch(up.toHandle()) : null;
        BufferedReader lines = up.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher applied = APPLY.matcher(line);
        if (applied.find()) {
          apply = Double.parseDouble(applied.group(1));
        }
        Matcher shop = SHOP.matcher(line);
        if (shop.find()) {
          awaitAnswer(URI.create(shop.group(1) + "/api/products"));
          double seconds = (System.nanoTime() - start) / 1e9;
          if (memory == null) {
            return new Stood(seconds, apply, 0);
          }
          Thread.sleep(1000);
          return new Stood(seconds, apply, memory.peak());
        }
      }
      throw new IllegalStateException("`rehearse up` ended before the shop stood.");
    } finally {
      up.destroy();
      up.waitFor();
    }
  }

  /** Runs a command to its end; answers the peak of its memory. */
  private static double run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    try (ProcessTree memory = ProcessTree.watch(process.toHandle())) {
      process.getInputStream().readAllBytes();
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("rehearse " + List.of(arguments) + " ended with " + exit);
      }
      return memory.peak();
    }
  }

  static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getenv("REHEARSAL_HOME"), "rehearse").toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void awaitAnswer(URI address) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(address).build();
    for (int i = 0; i < 100; i++) {
      if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException(address + " does not answer 200.");
  }
}
