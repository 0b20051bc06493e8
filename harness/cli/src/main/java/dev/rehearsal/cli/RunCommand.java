package dev.rehearsal.cli;

import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.report.ConsoleReport;
import dev.rehearsal.report.ConsoleStyle;
import dev.rehearsal.report.Reports;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageSettings;
import dev.rehearsal.stage.StageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rehearse run}: the main job. */
@Command(
    name = "run",
    description = "Stand the platform up, replay journeys, report, and take it down.",
    footer = {
      "",
      "Examples:",
      "  ./rehearse run",
      "  ./rehearse run smoke",
      "  ./rehearse run scenarios/journeys/buy/buy-one-item.journey.yaml -v"
    })
final class RunCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FILE|TAG",
      description = "Journey files, folders of them, and tags; all journeys where none is named.")
  private List<String> what = new ArrayList<>();

  @Mixin private StageOptions options = new StageOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "Show failures and the verdict only.")
  private boolean quiet;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many journeys run at the same time.")
  private int parallel;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Where every id comes from: the same seed gives the same ids. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description =
          "What goes wrong in this run: a file of faults, such as those in scenarios/faults.")
  private @Nullable Path faults;

  @Override
  public Integer call() throws IOException {
    Folders folders = Folders.find(System.getenv());
    List<JourneyFile> files = files(folders);
    List<FaultSpec> planned = faults == null ? List.of() : FaultPlans.read(faults);
    Path reports = folders.reports();
    Logging.toFile(reports.resolve("rehearse.log"));
    ConsoleStyle.Detail detail = detail();
    List<RunListener> listeners = new ArrayList<>();
    listeners.add(new ConsoleReport(System.out, ConsoleStyle.detect(detail)));
    listeners.addAll(Reports.in(reports));
    RunSettings run = RunSettings.defaults().withSeed(seed);
    if (parallel != 0) {
      run = run.withParallel(parallel);
    }
    StageSettings settings =
        options.settings(
            folders,
            folders.work(),
            StageSettings.Ports.free(),
            reports.resolve("ledger.jsonl"),
            seed);
    Terminal terminal =
        new Terminal(System.out, options.verbose(), Terminal.colour(System.getenv()));
    AtomicReference<EmbeddedStage> standing = new AtomicReference<>();
    Thread interrupted =
        new Thread(
            () -> {
              EmbeddedStage stage = standing.get();
              if (stage != null) {
                stage.close();
              }
            },
            "stage-stop");
    Runtime.getRuntime().addShutdownHook(interrupted);
    List<FaultPlan.Armed> armed = new CopyOnWriteArrayList<>();
    StageSource source =
        () -> {
          if (!quiet) {
            System.out.println("Standing the shop up …");
          }
          EmbeddedStage stage =
              EmbeddedStage.stand(
                  settings, quiet ? dev.rehearsal.stage.Progress.silent() : terminal);
          standing.set(stage);
          planned.forEach(each -> armed.add(stage.faults().arm(each, root -> true)));
          return stage;
        };
    RunSummary summary =
        new JourneyRun(run, listeners).on(source.named(settings.target().id()), files);
    armed.forEach(each -> System.out.println(FaultPlans.line(each)));
    System.out.println("Report: " + reports.resolve("report.html"));
    return summary.exitCode();
  }

  private ConsoleStyle.Detail detail() {
    if (quiet) {
      return ConsoleStyle.Detail.QUIET;
    }
    return options.verbose() ? ConsoleStyle.Detail.VERBOSE : ConsoleStyle.Detail.NORMAL;
  }

  /** What names a file or folder is one; everything else is a tag. */
  private List<JourneyFile> files(Folders folders) throws IOException {
    List<Path> paths = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (String each : what) {
      if (Files.exists(Path.of(each))) {
        paths.add(Path.of(each));
      } else if (each.indexOf('/') >= 0 || each.endsWith(".journey.yaml")) {
        throw new BadInput(each + ": no such file or folder.");
      } else {
        tags.add(each);
      }
    }
    List<JourneyFile> found = JourneyFiles.tagged(JourneyFiles.read(folders.journeys(paths)), tags);
    if (found.isEmpty()) {
      throw new BadInput(
          tags.isEmpty()
              ? "No journey found in " + folders.journeys(paths) + "."
              : "No journey has the tag " + String.join(" or ", tags) + ".");
    }
    return found;
  }
}
