package dev.rehearsal.benchmarks;

import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.DefaultStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/**
 * In one JVM on one stage: a customer buys one item and is told so, from the journey's first step
 * to its last expectation, after five runs to warm up; then the function that a customer meets
 * first is invoked with no process of its own alive.
 */
final class JourneyBenchmark {

  private static final int WARM_UP = 5;
  private static final int COLD = 7;

  private JourneyBenchmark() {}

  static void run(int runs) throws IOException {
    Folders folders = Folders.find(System.getenv());
    List<JourneyFile> buy =
        JourneyFiles.read(
            List.of(folders.project().journeys().resolve("buy/buy-one-item.journey.yaml")));
    try (Stage stage = new DefaultStage().open()) {
      List<Double> took = new ArrayList<>();
      for (int i = 0; i < WARM_UP + runs; i++) {
        RunSummary summary =
            new JourneyRun(RunSettings.defaults().withSeed(1000 + i), List.of()).on(stage, buy);
        if (summary.exitCode() != 0) {
          throw new IllegalStateException(summary.verdict() + " " + summary.results());
        }
        if (i >= WARM_UP) {
          took.add(summary.results().get(0).took().toNanos() / 1e6);
        }
      }
      System.out.println(new Figures(took, "ms").line("warm buy journey"));
      System.out.println(new Figures(cold(stage), "ms").line("cold function (catalog)"));
    }
  }

  /** A changed configuration retires the processes, as on AWS. */
  private static List<Double> cold(Stage stage) {
    LambdaClient lambda = stage.client(LambdaClient.class);
    String name =
        lambda.listFunctions().functions().stream()
            .map(function -> function.functionName())
            .filter(function -> function.endsWith("-catalog"))
            .findFirst()
            .orElseThrow();
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < COLD; i++) {
      String description = "cold " + i;
      lambda.updateFunctionConfiguration(
          request -> request.functionName(name).description(description));
      long start = System.nanoTime();
      InvokeResponse answer =
          lambda.invoke(request -> request.functionName(name).logType(LogType.TAIL));
      took.add((System.nanoTime() - start) / 1e6);
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("The function answered " + answer);
      }
    }
    return took;
  }
}
