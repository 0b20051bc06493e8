package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import java.util.concurrent.Callable;
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
          "Listen on free ports instead of 4566 (AWS), 4570 (desk), 4580 and 4583 (shop), 4581 (API).")
  private boolean freePorts;

  @Mixin private DebugOption debug = new DebugOption();

  @Option(
      names = "--keep",
      description =
          "Begin with the data that the last `up --keep` of this environment left (orders, items,"
              + " objects, customers, payments), and keep it again at the end. Deleting"
              + " .rehearsal/kept-ENVIRONMENT forgets it.")
  private boolean keep;

  @Override
  public Integer call() throws InterruptedException {
    Sandbox.stand(
            Folders.find(System.getenv()), options, freePorts, debug.debugging(), keep, System.out)
        .await();
    return ExitCode.PASSED;
  }
}
