package dev.rehearsal.cli;

import dev.rehearsal.stage.Folders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code rehearse down}. */
@Command(name = "down", description = "Take down the stage that `rehearse up` keeps standing.")
final class DownCommand implements Callable<Integer> {

  /** A stage waits up to a minute for what journeys put back, and then may keep its data. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    Folders folders = Folders.find(System.getenv());
    Logging.off();
    Optional<Standing> standing = Standing.find(folders.standing());
    if (standing.isEmpty()) {
      System.out.println("No stage stands.");
      return ExitCode.PASSED;
    }
    ProcessHandle process = ProcessHandle.of(standing.get().pid()).orElse(null);
    if (process == null) {
      System.out.println("No stage stands.");
      return ExitCode.PASSED;
    }
    long start = System.nanoTime();
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException tooLong) {
      process.destroyForcibly();
      System.err.println(
          "rehearse: the stage (process "
              + process.pid()
              + ") did not stop within "
              + PATIENCE.toSeconds()
              + " s and was killed; its guard cleans up.");
      return ExitCode.ENVIRONMENT;
    }
    System.out.printf("The stage is down (%.1f s).%n", (System.nanoTime() - start) / 1e9);
    return ExitCode.PASSED;
  }
}
