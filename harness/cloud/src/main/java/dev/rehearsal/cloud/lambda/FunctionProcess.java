package dev.rehearsal.cloud.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One JVM that runs one version of a function, one invocation at a time. */
final class FunctionProcess {

  /** How long a JVM may take until it asks for its first invocation. */
  static final Duration INIT_LIMIT = Duration.ofSeconds(20);

  private static final long SLICE_MILLIS = 100;

  private final String id;
  private final FunctionVersion version;
  private final Process process;
  private final FunctionLog log;
  private final String logStream;
  private final long started = System.nanoTime();
  private final BlockingQueue<Optional<Invocation>> next = new LinkedBlockingQueue<>();
  private final CompletableFuture<Long> initNanos = new CompletableFuture<>();
  private volatile Outcome.@Nullable Failed initFailure;
  private volatile @Nullable Invocation current;
  private volatile long deadlineMillis;
  private volatile boolean used;
  private volatile boolean killed;

  FunctionProcess(
      String id, FunctionVersion version, Process process, FunctionLog log, String logStream) {
    this.id = id;
    this.version = version;
    this.process = process;
    this.log = log;
    this.logStream = logStream;
    var unused = process.onExit().thenAccept(this::exited);
  }

  String id() {
    return id;
  }

  FunctionVersion version() {
    return version;
  }

  FunctionLog log() {
    return log;
  }

  String logStream() {
    return logStream;
  }

  long pid() {
    return process.pid();
  }

  /** The trace that the invocation running now hands on; empty between invocations. */
  Optional<String> traceHeader() {
    Invocation running = current;
    return running == null ? Optional.empty() : Optional.of(running.traceHeader());
  }

  /** Whether it can take an invocation; a killed JVM can't, though it may take a while to die. */
  boolean alive() {
    return !killed && process.isAlive();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Whether this JVM has taken an invocation yet. */
  boolean used() {
    return used;
  }

  /** Whether this JVM has come through its initialisation. */
  boolean initialised() {
    return initNanos.isDone() && !initNanos.isCompletedExceptionally();
  }

  /** Done once this JVM has come through its initialisation, or has failed to. */
  CompletableFuture<Void> settled() {
    return initNanos.handle((nanos, failed) -> null);
  }

  long deadlineMillis() {
    return deadlineMillis;
  }

  /** How long the JVM took until it asked for its first invocation; zero where it never did. */
  Duration initDuration() {
    return initNanos.isCompletedExceptionally()
        ? Duration.ZERO
        : Duration.ofNanos(initNanos.getNow(0L));
  }

  /**
   * Runs one invocation to its end; kills the JVM where that is what ends it.
   *
   * @param dies whether the JVM ends as it takes the invocation
   */
  Outcome run(Invocation invocation, Duration initLimit, Duration timeout, boolean dies)
      throws InterruptedException {
    used = true;
    current = invocation;
    try {
      Optional<Outcome> broken = awaitInit(invocation, initLimit);
      if (broken.isPresent()) {
        return broken.get();
      }
      deadlineMillis = System.currentTimeMillis() + timeout.toMillis();
      next.add(Optional.of(invocation));
      if (dies) {
        kill();
      }
      return await(invocation, timeout);
    } finally {
      current = null;
    }
  }

  private Optional<Outcome> awaitInit(Invocation invocation, Duration limit)
      throws InterruptedException {
    try {
      long unused = initNanos.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (ExecutionException died) {
      Outcome.Failed told = initFailure;
      return Optional.of(told == null ? Failures.exit(invocation.requestId(), exitStatus()) : told);
    } catch (TimeoutException slow) {
      kill();
      return Optional.of(Failures.timeout(invocation.requestId(), (int) limit.toSeconds()));
    }
  }

  private Outcome await(Invocation invocation, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        kill();
        return Failures.timeout(invocation.requestId(), (int) timeout.toSeconds());
      }
      try {
        return invocation.outcome().get(Math.min(left, SLICE_MILLIS), TimeUnit.MILLISECONDS);
      } catch (TimeoutException running) {
        log.drain();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** The Runtime API's long poll. Empty when this JVM shall end. */
  Optional<Invocation> awaitInvocation() {
    initNanos.complete(System.nanoTime() - started);
    try {
      return next.take();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  void ended(String requestId, Outcome outcome) {
    Invocation running = current;
    if (running != null && running.requestId().equals(requestId)) {
      running.outcome().complete(outcome);
    }
  }

  void initFailed(Outcome.Failed failure) {
    initFailure = failure;
  }

  /** Ends the JVM at once. */
  void kill() {
    killed = true;
    Process unused = process.destroyForcibly();
    next.add(Optional.empty());
  }

  private void exited(Process ended) {
    next.add(Optional.empty());
    boolean unused =
        initNanos.completeExceptionally(new IllegalStateException("The JVM ended in its init."));
    Invocation running = current;
    if (running != null) {
      running.outcome().complete(Failures.exit(running.requestId(), ended.exitValue()));
    }
  }

  private int exitStatus() {
    return process.isAlive() ? 0 : process.exitValue();
  }
}
