package dev.rehearsal.cli;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A program that has the terminal as long as it runs, and is never cut off in what it writes.
 *
 * <p>A terminal sends Ctrl-C to every process in it, so the program has its interrupt already: sent
 * again it would be the second one, at which Terraform ends with its state unwritten. What was sent
 * to this process alone is passed on, once.
 */
final class Foreground {

  private Foreground() {}

  /** Runs a program to its end, in its own time; what it exited with. */
  static int run(ProcessBuilder builder) throws IOException, InterruptedException {
    CompletableFuture<Process> program = new CompletableFuture<>();
    Signal ctrlC = new Signal("INT");
    Signal end = new Signal("TERM");
    SignalHandler atCtrlC = Signal.handle(ctrlC, signal -> {});
    SignalHandler atEnd =
        Signal.handle(
            end,
            signal -> {
              var unused = program.thenAccept(Process::destroy);
            });
    try {
      Process started = builder.inheritIO().start();
      program.complete(started);
      return started.waitFor();
    } finally {
      Signal.handle(ctrlC, atCtrlC);
      Signal.handle(end, atEnd);
    }
  }
}
