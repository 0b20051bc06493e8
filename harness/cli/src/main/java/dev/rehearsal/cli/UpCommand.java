package dev.rehearsal.cli;

import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.StageSettings;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rehearse up}: the sandbox. */
@Command(
    name = "up",
    description = "Stand the platform up and keep it standing until Ctrl-C or `rehearse down`.",
    footer = {"", "Example:", "  ./rehearse up", "  ./rehearse up --environment prod --free-ports"})
final class UpCommand implements Callable<Integer> {

  @Mixin private StageOptions options = new StageOptions();

  @Option(
      names = "--free-ports",
      description =
          "Listen on free ports instead of 4566 (AWS), 4570 (desk), 4580 (shop), 4581 (API).")
  private boolean freePorts;

  @Override
  public Integer call() throws Exception {
    Folders folders = Folders.find(System.getenv());
    Path file = folders.standing();
    Standing.find(file)
        .ifPresent(
            standing -> {
              throw new BadInput(
                  "A stage stands already (process "
                      + standing.pid()
                      + "): take it down with `./rehearse down`.");
            });
    Path reports = folders.reports();
    Logging.toFile(reports.resolve("rehearse.log"));
    PrintStream out = System.out;
    Terminal terminal = new Terminal(out, options.verbose(), Terminal.colour(System.getenv()));
    long start = System.nanoTime();
    out.println("Standing the shop up …");
    StageSettings settings =
        options.settings(
            folders,
            folders.work(),
            freePorts ? new StageSettings.Ports(0, 0, 0, 0) : StageSettings.Ports.sandbox(),
            reports.resolve("ledger.jsonl"),
            System.nanoTime());
    EmbeddedStage stage = EmbeddedStage.stand(settings, terminal);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              stage.close();
              try {
                Files.deleteIfExists(file);
              } catch (java.io.IOException left) {
                System.err.println("rehearse: " + file + " could not be deleted.");
              }
              stopped.countDown();
            },
            "stage-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    stage.seed();
    Map<String, String> facts = stage.facts();
    stage.cloud().guard().delete(file);
    new Standing(ProcessHandle.current().pid(), facts).write(file);
    out.printf("The shop stands after %.1f s.%n%n", (System.nanoTime() - start) / 1e9);
    print(out, facts);
    out.flush();
    stopped.await();
    return ExitCode.PASSED;
  }

  private static void print(PrintStream out, Map<String, String> facts) {
    out.println("  shop     " + facts.get("shop"));
    out.println("  API      " + facts.get("api"));
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
    out.println("For Terraform on this stage:  ./rehearse terraform plan");
    out.println();
    out.println("Ctrl-C or `./rehearse down` takes it down.");
  }
}
