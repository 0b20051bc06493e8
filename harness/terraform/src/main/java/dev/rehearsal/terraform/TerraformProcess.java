package dev.rehearsal.terraform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of the program. */
final class TerraformProcess {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final List<String> command;
  private final Path folder;
  private final Map<String, String> environment;

  TerraformProcess(List<String> command, Path folder, Map<String, String> environment) {
    this.command = command;
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * Runs to the end. Where the time is over or this thread is interrupted, the child is asked to
   * stop, and killed when it doesn't.
   *
   * @param lines receives what it writes, line by line, on this thread's behalf
   * @return the exit code
   */
  int run(Duration timeout, Consumer<String> lines) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException failure) {
      throw new UncheckedIOException(command.get(0) + " could not be started.", failure);
    }
    boolean late = false;
    Thread reader = new Thread(() -> read(process, lines), "terraform-output");
    reader.setDaemon(true);
    reader.start();
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        late = true;
      } else {
        reader.join();
        return process.exitValue();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      stop(process);
    }
    throw new TerraformException(
        late
            ? "Terraform did not finish within "
                + timeout.toSeconds()
                + " s and was stopped: "
                + String.join(" ", command.subList(1, command.size()))
            : "Terraform was interrupted.",
        List.of());
  }

  private static void read(Process process, Consumer<String> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
    } catch (IOException closed) {
      // The child has ended.
    }
  }

  private static void stop(Process process) {
    if (!process.isAlive()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException again) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
