package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Debugging;
import dev.rehearsal.cloud.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs invocations in JVMs and keeps their logs. Thread-safe. */
final class Engine implements AutoCloseable {

  private final RuntimeApi api = new RuntimeApi();
  private final ProcessLauncher launcher;
  private final ProcessPool pool;
  private final LogSender logs;
  private final Debugging debugging;

  Engine(Surroundings aws, RoleSessions sessions) {
    this.debugging = aws.settings().debugging();
    this.launcher = new ProcessLauncher(aws, api, sessions);
    this.logs = new LogSender(aws, sessions);
    this.pool = new ProcessPool(launcher, aws.settings(), this::gone);
  }

  ProcessPool pool() {
    return pool;
  }

  /**
   * An invocation that has run.
   *
   * @param outcome how it ended
   * @param cold whether a JVM had to be started for it
   * @param duration how long the handler took
   * @param tail the last 4 KB of its log
   */
  record Run(Outcome outcome, boolean cold, Duration duration, byte[] tail) {}

  /**
   * Runs an invocation to its end.
   *
   * @param dies whether the JVM ends as it takes the invocation
   */
  Run run(FunctionVersion version, @Nullable Integer reserved, Invocation invocation, boolean dies)
      throws InterruptedException {
    ProcessPool.Lease lease = pool.acquire(version, reserved);
    FunctionProcess process = lease.process();
    try {
      return run(process, lease.cold(), invocation, dies);
    } finally {
      pool.release(process);
    }
  }

  private Run run(FunctionProcess process, boolean cold, Invocation invocation, boolean dies)
      throws InterruptedException {
    FunctionVersion version = process.version();
    FunctionLog log = process.log();
    log.begin("START RequestId: " + invocation.requestId() + " Version: " + version.number());
    long start = System.nanoTime();
    int timeout = version.configuration().timeout();
    Outcome outcome =
        process.run(
            invocation,
            debugging.limit(version.name(), FunctionProcess.INIT_LIMIT),
            debugging.limit(version.name(), Duration.ofSeconds(timeout)),
            dies);
    Duration total = Duration.ofNanos(System.nanoTime() - start);
    Duration init = cold ? process.initDuration() : Duration.ZERO;
    Duration duration = total.compareTo(init) > 0 ? total.minus(init) : total;
    boolean died = outcome instanceof Outcome.Failed failed && fatal(failed);
    if (died) {
      log.finish();
    } else {
      log.drain();
    }
    if (outcome instanceof Outcome.Failed failed && failed.timeout()) {
      log.add(invocation.requestId() + " " + Failures.timedOut(timeout));
    }
    log.add("END RequestId: " + invocation.requestId());
    log.add(report(version, invocation, duration, init, memory(process)));
    byte[] tail = log.tail();
    logs.flush(process);
    return new Run(outcome, cold, duration, tail);
  }

  private static boolean fatal(Outcome.Failed failed) {
    return failed.timeout() || failed.type().equals("Runtime.ExitError");
  }

  private static String report(
      FunctionVersion version, Invocation invocation, Duration took, Duration init, long used) {
    double millis = took.toNanos() / 1e6;
    String report =
        String.format(
            Locale.ROOT,
            "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t"
                + "Max Memory Used: %d MB\t",
            invocation.requestId(),
            millis,
            (long) Math.ceil(millis + init.toNanos() / 1e6),
            version.configuration().memorySize(),
            used);
    return init.isZero()
        ? report
        : report + String.format(Locale.ROOT, "Init Duration: %.2f ms\t", init.toNanos() / 1e6);
  }

  /** The JVM's peak resident memory in MiB; 0 where it has gone. */
  private static long memory(FunctionProcess process) {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
    } catch (IOException gone) {
      return 0;
    }
    return 0;
  }

  private void gone(FunctionProcess process) {
    api.remove(process);
    process.log().finish();
    logs.send(process);
    process.log().close();
  }

  @Override
  public void close() {
    pool.close();
    launcher.close();
    api.close();
  }
}
