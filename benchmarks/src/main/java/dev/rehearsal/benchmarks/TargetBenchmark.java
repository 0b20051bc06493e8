package dev.rehearsal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All journeys on {@code embedded} and on {@code containers}, in turn: the whole command, {@code
 * terraform apply}, the journeys, and the peak of the memory of everything, the processes in the
 * containers included. Needs a Docker engine and the images.
 */
final class TargetBenchmark {

  private static final String LABEL = "dev.rehearsal.process";
  private static final List<String> TARGETS = List.of("embedded", "containers");
  private static final Pattern VERDICT = Pattern.compile("(.* passed.*) \\(([0-9.]+) s\\)");
  private static final String ESCAPES = "\u001b\\[[0-9;]*m";

  private TargetBenchmark() {}

  /** What one run took. */
  private record Run(
      double seconds, double apply, double journeys, double mebibytes, String verdict) {}

  static void run(int runs) throws IOException, InterruptedException {
    TARGETS.forEach(TargetBenchmark::once); // Fills the caches of each.
    List<List<Run>> measured = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < runs; i++) {
      for (int target = 0; target < TARGETS.size(); target++) {
        measured.get(target).add(once(TARGETS.get(target)));
      }
    }
    for (int target = 0; target < TARGETS.size(); target++) {
      List<Run> of = measured.get(target);
      String name = TARGETS.get(target);
      System.out.println(name + ": " + of.get(0).verdict());
      print(name + ", whole command", "s", of.stream().map(Run::seconds));
      print(name + ", terraform apply", "s", of.stream().map(Run::apply));
      print(name + ", journeys", "s", of.stream().map(Run::journeys));
      print(name + ", peak memory (PSS)", "MiB", of.stream().map(Run::mebibytes));
    }
  }

  private static void print(String what, String unit, Stream<Double> values) {
    System.out.println(new Figures(values.toList(), unit).line(what));
  }

  private static Run once(String target) {
    try {
      long start = System.nanoTime();
      Process process = StreetBenchmark.start("run", "--target", target);
      double apply = Double.NaN;
      double journeys = Double.NaN;
      String verdict = "";
      try (ProcessTree memory = ProcessTree.watch(process.toHandle(), containers());
          BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String read = lines.readLine(); read != null; read = lines.readLine()) {
          String line = read.replaceAll(ESCAPES, "");
          Matcher applied = StreetBenchmark.APPLY.matcher(line);
          if (applied.find()) {
            apply = Double.parseDouble(applied.group(1));
          }
          Matcher passed = VERDICT.matcher(line);
          if (passed.find()) {
            verdict = passed.group(1);
            journeys = Double.parseDouble(passed.group(2));
          }
        }
        int exit = process.waitFor();
        if (exit != 0) {
          throw new IllegalStateException(
              "rehearse run --target " + target + " ended with " + exit);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.printf("  %s: %.1f s%n", target, seconds);
        return new Run(seconds, apply, journeys, memory.peak(), verdict);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The first processes of the containers that a run has now, as the engine names them. */
  private static Supplier<List<ProcessHandle>> containers() {
    return () -> {
      List<String> ids = docker("ps", "--quiet", "--filter", "label=" + LABEL);
      if (ids.isEmpty()) {
        return List.of();
      }
      List<String> inspect = new ArrayList<>(List.of("inspect", "--format", "{{.State.Pid}}"));
      inspect.addAll(ids);
      return docker(inspect.toArray(new String[0])).stream()
          .map(Long::parseLong)
          .map(ProcessHandle::of)
          .flatMap(Optional::stream)
          .toList();
    };
  }

  /** The words of a command's answer; none where it fails, as while a container goes. */
  private static List<String> docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean answered = process.waitFor() == 0;
      return answered
          ? Arrays.stream(answer.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList()
          : List.of();
    } catch (IOException none) {
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
