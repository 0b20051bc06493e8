package dev.rehearsal.cli;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.run.Matrix;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.report.MatrixReport;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rehearse matrix}: every hop of a journey with every kind of fault. */
@Command(
    name = "matrix",
    description = {
      "Walk journeys once for each of their hops and each kind of fault.",
      "After each it checks that stock adds up, money and orders agree, and customers are told once."
    },
    footer = {
      "",
      "Examples:",
      "  ./rehearse matrix buy/buy-one-item",
      "  ./rehearse matrix buy --kinds error,timeout,restart-database",
      "",
      "✓ all held, ✗ something did not, · the fault found nothing to strike"
    })
final class MatrixCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "JOURNEY|TAG",
      arity = "1..*",
      description = "Journeys, their files or folders, and tags.")
  private List<String> what = new ArrayList<>();

  @Mixin private StageOptions options = new StageOptions();

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Kinds of fault, or all. Default: error,reset,drop,duplicate,kill-function.")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--repeat", description = "Strike hops again that an earlier journey had, too.")
  private boolean repeat;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Where every id comes from. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    Folders folders = Folders.find(System.getenv());
    List<Journey> journeys = Selection.sound(folders, what);
    Set<Fault.Kind> chosen = kinds();
    Path reports = folders.reports();
    Logging.toFile(reports.resolve("rehearse.log"));
    StageSettings settings =
        options.settings(
            folders,
            folders.work(),
            StageSettings.Ports.free(),
            reports.resolve("ledger.jsonl"),
            seed);
    Terminal terminal =
        new Terminal(System.out, options.verbose(), Terminal.colour(System.getenv()));
    System.out.println("Standing the shop up …");
    Matrix.Result result;
    try (EmbeddedStage stage = EmbeddedStage.stand(settings, terminal)) {
      Matrix matrix =
          new Matrix(
              stage,
              chosen,
              repeat,
              RunSettings.defaults().withSeed(seed),
              line -> System.out.println("  " + line));
      try (var unused = new ShutdownHook("matrix-stop", () -> tellSoFar(matrix))) {
        result = matrix.run(journeys);
      }
    } catch (Matrix.NotGreen failed) {
      System.err.println("rehearse: " + failed.getMessage());
      System.err.println("Mend it first: `./rehearse run` with this journey says more.");
      return ExitCode.FAILED;
    }
    MatrixReport.write(result, reports);
    System.out.println();
    System.out.print(MatrixReport.markdown(result));
    System.out.println("Report: " + reports.resolve("matrix.md"));
    return result.count(Matrix.Verdict.BROKEN) == 0 ? ExitCode.PASSED : ExitCode.FAILED;
  }

  /** Half an hour of cells is worth its table, though the user has had enough. */
  private static void tellSoFar(Matrix matrix) {
    Matrix.Result known = matrix.soFar();
    System.out.println();
    System.out.print(MatrixReport.markdown(known));
    System.out.println(
        "Interrupted: of "
            + matrix.cells()
            + " cells these were walked and held, or found nothing to strike; of the others nothing"
            + " is known.");
  }

  private Set<Fault.Kind> kinds() {
    if (kinds.isEmpty()) {
      return Matrix.USUAL;
    }
    if (kinds.equals(List.of("all"))) {
      return EnumSet.allOf(Fault.Kind.class);
    }
    Set<Fault.Kind> chosen = EnumSet.noneOf(Fault.Kind.class);
    for (String name : kinds) {
      chosen.add(
          Arrays.stream(Fault.Kind.values())
              .filter(kind -> kind.text().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadInput(
                          "There is no kind of fault '"
                              + name
                              + "'. Kinds: "
                              + Arrays.stream(Fault.Kind.values())
                                  .map(Fault.Kind::text)
                                  .collect(Collectors.joining(", "))
                              + ".")));
    }
    return chosen;
  }
}
