package dev.rehearsal.cli;

import dev.rehearsal.gateway.AccessReview;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunEvent;
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
import dev.rehearsal.stage.target.Target;
import java.io.IOException;
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
      "  ./rehearse run buy/buy-one-item -v"
    })
final class RunCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "JOURNEY|TAG",
      description = "Journeys, their files or folders, and tags; all journeys where none is named.")
  private List<String> what = new ArrayList<>();

  @Mixin private StageOptions options = new StageOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "Show failures and the verdict only.")
  private boolean quiet;

  @Option(
      names = {"-s", "--standing"},
      description =
          "Run on the stage that `rehearse up` or `rehearse watch` keeps standing: starts at once.")
  private boolean onStanding;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "How many journeys run at the same time, 1 to "
              + RunSettings.MOST
              + ". Default: 3 for every 2 processors, at"
              + " least 2 and at most 8.")
  private @Nullable Integer parallel;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Where every id comes from: the same seed gives the same ids. Default: 1, and another each"
              + " time on a standing stage, which knows the ids of earlier runs.")
  private @Nullable Long seed;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description =
          "What goes wrong in this run: a file of faults, such as those in scenarios/faults.")
  private @Nullable Path faults;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (parallel != null && (parallel < 1 || parallel > RunSettings.MOST)) {
      throw new BadInput(
          "--parallel takes a number from 1 to " + RunSettings.MOST + ", not " + parallel + ".");
    }
    Folders folders = Folders.find(System.getenv());
    if (!onStanding
        && options.target() == Target.COMPOSE
        && !ComposeSandbox.inside(System.getenv())) {
      return askSandbox(folders);
    }
    List<JourneyFile> files = Selection.of(folders, what);
    if (onStanding) {
      return askStanding(folders, files);
    }
    List<FaultSpec> planned = faults == null ? List.of() : FaultPlans.read(faults);
    ReportFolder claimed = ReportFolder.claim(folders.reports());
    Path reports = claimed.path();
    Logging.toFile(reports.resolve("rehearse.log"));
    ConsoleStyle.Detail detail = detail();
    List<RunListener> listeners = new ArrayList<>();
    listeners.add(new ConsoleReport(System.out, ConsoleStyle.detect(detail)));
    listeners.addAll(Reports.in(reports));
    long ids = seed == null ? 1 : seed;
    RunSettings run = RunSettings.defaults().withSeed(ids);
    if (parallel != null) {
      run = run.withParallel(parallel);
    }
    StageSettings settings =
        options.settings(
            folders,
            folders.work(),
            StageSettings.Ports.free(),
            reports.resolve("ledger.jsonl"),
            ids);
    Terminal terminal =
        new Terminal(System.out, options.verbose(), Terminal.colour(System.getenv()));
    AtomicReference<EmbeddedStage> standing = new AtomicReference<>();
    AtomicReference<@Nullable AccessReview> access = new AtomicReference<>();
    listeners.add(
        event -> {
          EmbeddedStage stage = standing.get();
          if (stage != null && event instanceof RunEvent.JourneyFinished) {
            access.set(stage.access());
          }
        });
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
    @Nullable AccessReview reviewed = access.get();
    if (reviewed != null) {
      ReviewCommand.write(reviewed, reports);
    }
    armed.forEach(each -> System.out.println(FaultPlans.line(each)));
    System.out.println("Report: " + claimed.path().resolve("report.html"));
    ClassArchive.keep(System.out);
    return summary.exitCode();
  }

  private int askSandbox(Folders folders) throws IOException, InterruptedException {
    if (faults != null) {
      throw new BadInput(
          "--faults break a whole stage: the sandbox's stands for everybody. Leave --target compose"
              + " out.");
    }
    options.refuseChoices("docker compose up", false);
    List<JourneyFile> unused = Selection.of(folders, what); // Refused here what is none.
    ComposeSandbox sandbox = ComposeSandbox.find();
    if (!quiet) {
      System.out.println("Waiting for the sandbox …");
    }
    sandbox.await();
    List<String> given = new ArrayList<>();
    if (quiet) {
      given.add("--quiet");
    }
    if (options.verbose()) {
      given.add("--verbose");
    }
    if (parallel != null) {
      given.addAll(List.of("--parallel", String.valueOf(parallel)));
    }
    if (seed != null) {
      given.addAll(List.of("--seed", String.valueOf(seed)));
    }
    return sandbox.run(folders, given, what);
  }

  private int askStanding(Folders folders, List<JourneyFile> files) {
    if (faults != null) {
      throw new BadInput("--faults break a whole stage: leave --standing out.");
    }
    options.refuseChoices("./rehearse up", true);
    Standing stage =
        Standing.find(folders.standing())
            .orElseThrow(
                () ->
                    new BadInput(
                        "No stage stands: `./rehearse up` or `./rehearse watch` in another terminal"
                            + " keeps one."));
    RunSettings defaults = RunSettings.defaults();
    return StandingRuns.ask(
        stage,
        new RunOrder(
            "",
            files.stream().map(file -> file.source().path().toString()).toList(),
            parallel == null ? defaults.parallel() : parallel,
            seed == null ? System.nanoTime() : seed,
            ConsoleStyle.detect(detail())),
        System.out);
  }

  private ConsoleStyle.Detail detail() {
    if (quiet) {
      return ConsoleStyle.Detail.QUIET;
    }
    return options.verbose() ? ConsoleStyle.Detail.VERBOSE : ConsoleStyle.Detail.NORMAL;
  }
}
