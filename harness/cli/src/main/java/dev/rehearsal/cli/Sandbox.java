package dev.rehearsal.cli;

import dev.rehearsal.cloud.Debugging;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageFailure;
import dev.rehearsal.stage.StageSettings;
import dev.rehearsal.stage.keep.KeptData;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A stage that stands until its process is told to end, and takes runs of journeys meanwhile. */
final class Sandbox {

  /** How long a stage whose data is kept waits for journeys to put back what they changed. */
  private static final Duration CLEAN_UP = Duration.ofSeconds(60);

  /** Only reads; it loads what the user's first journey would wait for, for seconds. */
  private static final String FIRST =
      """
      journey: The shop is there
      steps:
        - browse: /
          expect: { status: 200, html: { title: { exists: true } } }
        - api: GET /products
          expect: { status: 200, json: { $.products: { exists: true } } }
      """;

  private final EmbeddedStage stage;
  private final StandingRuns runs;
  private final Terminal terminal;
  private final ReportFolder reports;
  private final @Nullable KeptData kept;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Sandbox(
      EmbeddedStage stage,
      StandingRuns runs,
      Terminal terminal,
      ReportFolder reports,
      @Nullable KeptData kept) {
    this.stage = stage;
    this.runs = runs;
    this.terminal = terminal;
    this.reports = reports;
    this.kept = kept;
  }

  /**
   * Stands the sandbox up and tells where it is.
   *
   * @param debugging which functions a debugger may attach to
   * @param keep whether it begins with the data that the last one kept, and keeps its own
   * @throws BadInput where another one stands already
   */
  static Sandbox stand(
      Folders folders,
      StageOptions options,
      boolean freePorts,
      Debugging debugging,
      boolean keep,
      PrintStream out) {
    Path file = folders.standing();
    Standing.find(file)
        .ifPresent(
            standing -> {
              throw new BadInput(
                  "A stage stands already (process "
                      + standing.pid()
                      + "): take it down with `./rehearse down`.");
            });
    ReportFolder claimed = ReportFolder.claim(folders.reports());
    Path reports = claimed.path();
    Logging.toFile(reports.resolve("rehearse.log"));
    Terminal terminal = new Terminal(out, options.verbose(), Terminal.colour(System.getenv()));
    long start = System.nanoTime();
    out.println("Standing the shop up …");
    StageSettings settings =
        options
            .settings(
                folders,
                folders.work(),
                freePorts ? new StageSettings.Ports(0, 0, 0, 0) : StageSettings.Ports.sandbox(),
                reports.resolve("ledger.jsonl"),
                System.nanoTime())
            .with(debugging);
    EmbeddedStage stage = EmbeddedStage.stand(settings, terminal);
    for (String function : debugging.ports().keySet()) {
      if (!stage.functions().contains(function)) {
        List<String> known = stage.functions();
        stage.close();
        throw new BadInput(
            "There is no function '"
                + function
                + "' to debug. Functions: "
                + String.join(", ", known)
                + ".");
      }
    }
    KeptData data = KeptData.of(stage, folders.kept(settings.environment()));
    if (keep && data.load()) {
      out.println("What was kept is back: " + folders.kept(settings.environment()));
    } else {
      stage.seed();
    }
    Sandbox sandbox =
        new Sandbox(
            stage, StandingRuns.open(stage, reports), terminal, claimed, keep ? data : null);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sandbox.stop(file), "stage-stop"));
    Map<String, String> facts = new LinkedHashMap<>(stage.facts());
    stage.cloud().guard().delete(file);
    Map<String, String> written = new LinkedHashMap<>(facts);
    written.putAll(sandbox.runs.facts());
    new Standing(ProcessHandle.current().pid(), written).write(file);
    out.printf("The shop stands after %.1f s.%n%n", (System.nanoTime() - start) / 1e9);
    print(out, facts);
    debugging
        .ports()
        .forEach(
            (function, port) ->
                out.println("Debugger for " + function + ":  jdb -attach 127.0.0.1:" + port));
    out.flush();
    Thread warming = new Thread(() -> warm(stage), "journeys-warm");
    warming.setDaemon(true);
    warming.start();
    return sandbox;
  }

  private static void warm(EmbeddedStage stage) {
    Path nowhere = Path.of("first" + JourneyFile.SUFFIX);
    RunSummary unused =
        new JourneyRun(RunSettings.defaults(), List.of())
            .on(stage, List.of(JourneyReader.read("first", SourceText.of(nowhere, FIRST))));
  }

  EmbeddedStage stage() {
    return stage;
  }

  StandingRuns runs() {
    return runs;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Waits until the process is told to end and the stage is down. */
  void await() throws InterruptedException {
    stopped.await();
  }

  private void stop(Path file) {
    runs.close();
    if (kept != null) {
      if (!runs.stop(CLEAN_UP)) {
        System.err.println(
            "rehearse: a journey has not put back what it changed; it is kept as it is.");
      }
      try {
        kept.save();
      } catch (StageFailure unkept) {
        System.err.println("rehearse: " + unkept.getMessage());
      }
    }
    stage.close();
    reports.close();
    try {
      Files.deleteIfExists(file);
    } catch (java.io.IOException left) {
      System.err.println("rehearse: " + file + " could not be deleted.");
    }
    stopped.countDown();
  }

  private static void print(PrintStream out, Map<String, String> facts) {
    out.println("  shop     " + facts.get("shop"));
    out.println("  over TLS " + facts.get("shop.tls"));
    out.println("  API      " + facts.get("shop") + "/api");
    out.println("  AWS      " + facts.get("aws"));
    out.println("  inbox    " + facts.get("desk") + "/inbox");
    out.println("  desk     " + facts.get("desk"));
    out.println();
    out.println("For AWS clients:");
    out.println("  export AWS_ENDPOINT_URL=" + facts.get("aws"));
    out.println(
        "  export AWS_ACCESS_KEY_ID="
            + facts.get("accessKeyId")
            + " AWS_SECRET_ACCESS_KEY="
            + facts.get("secretAccessKey")
            + " AWS_REGION="
            + facts.get("region")
            + " AWS_DEFAULT_REGION="
            + facts.get("region"));
    out.println("For TLS (its certificates are of an authority that is this stage's own):");
    out.println("  curl --cacert " + facts.get("authority") + " " + facts.get("shop.tls"));
    out.println("For Terraform on this stage:  ./rehearse terraform plan");
    out.println("For journeys on this stage:   ./rehearse run --standing smoke");
    out.println();
    out.println("Ctrl-C or `./rehearse down` takes it down.");
  }
}
