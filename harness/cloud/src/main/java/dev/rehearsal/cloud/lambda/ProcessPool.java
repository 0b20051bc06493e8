package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.CloudSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs of all functions: warm ones are reused, the last used first; the host's limit makes the
 * longest idle give way, and invocations wait, the first come first. Where as many JVMs start as
 * there are processors, or another function's would have to give way, an invocation waits a while
 * for one of its function's own. Thread-safe.
 */
final class ProcessPool implements AutoCloseable {

  private final ProcessLauncher launcher;
  private final CloudSettings settings;
  private final Consumer<FunctionProcess> gone;
  private final int processors = Runtime.getRuntime().availableProcessors();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();

  /** Idle processes, the longest idle first. */
  private final Deque<FunctionProcess> idle = new ArrayDeque<>();

  private final Set<FunctionProcess> living = new HashSet<>();
  private final Set<FunctionProcess> stale = new HashSet<>();
  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Integer> launching = new HashMap<>();
  private int starting;
  private boolean closed;

  /** Begins empty; {@code gone} is told of each process that has ended. */
  ProcessPool(ProcessLauncher launcher, CloudSettings settings, Consumer<FunctionProcess> gone) {
    this.launcher = launcher;
    this.settings = settings;
    this.gone = gone;
  }

  /** A process of one's own, until it is given back. */
  record Lease(FunctionProcess process, boolean cold) {}

  /**
   * A warm process of the version, or a new one.
   *
   * @param reserved the function's reserved concurrency; null where it has none
   * @throws software.amazon.awssdk.services.lambda.model.TooManyRequestsException where the
   *     function's concurrency or the host's processes are used up
   */
  Lease acquire(FunctionVersion version, @Nullable Integer reserved) throws InterruptedException {
    Optional<FunctionProcess> warm = reserve(version, reserved);
    if (warm.isPresent()) {
      return new Lease(warm.get(), !warm.get().used());
    }
    try {
      return new Lease(launch(version), true);
    } catch (RuntimeException failure) {
      lock.lock();
      try {
        leave(version.functionArn());
      } finally {
        lock.unlock();
      }
      throw failure;
    }
  }

  /**
   * Starts a process ahead, unless one is idle already or the host is full.
   *
   * @return done once it has come through its initialisation, or failed to
   */
  CompletableFuture<Void> warm(FunctionVersion version) {
    lock.lock();
    try {
      boolean there = idle.stream().anyMatch(each -> fits(each, version));
      boolean full = living.size() + starting >= settings.maxFunctionProcesses();
      if (closed || there || full || isHeld(version)) {
        return CompletableFuture.completedFuture(null);
      }
      starting++;
      launching.merge(version.functionArn(), 1, Integer::sum);
    } finally {
      lock.unlock();
    }
    FunctionProcess process = launch(version);
    lock.lock();
    try {
      if (living.contains(process)) {
        idle.addLast(process);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    return process.settled();
  }

  /** Takes a place, and a warm process with it; empty where one must be started in that place. */
  private Optional<FunctionProcess> reserve(FunctionVersion version, @Nullable Integer reserved)
      throws InterruptedException {
    String function = version.functionArn();
    long left = settings.functionQueueWait().toNanos();
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw Errors.throttled("The embedded Lambda is shutting down.");
        }
        if (reserved != null && inFlight.getOrDefault(function, 0) >= reserved) {
          throw Errors.throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
        }
        Optional<FunctionProcess> warm = takeIdle(version);
        if (warm.isEmpty() && isHeld(version)) {
          changed.await();
          continue;
        }
        long patience = left - settings.functionQueueWait().toNanos() / 2;
        if (warm.isEmpty() && patience > 0 && isBusy() && isAtWork(version)) {
          left -= patience - changed.awaitNanos(patience);
          continue;
        }
        if (warm.isPresent() || hasRoom()) {
          if (warm.isEmpty()) {
            starting++;
            launching.merge(function, 1, Integer::sum);
          }
          inFlight.merge(function, 1, Integer::sum);
          return warm;
        }
        if (left <= 0) {
          throw Errors.throttled("ConcurrentInvocationLimitExceeded");
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<FunctionProcess> takeIdle(FunctionVersion version) {
    for (Iterator<FunctionProcess> each = idle.descendingIterator(); each.hasNext(); ) {
      FunctionProcess process = each.next();
      if (fits(process, version)) {
        each.remove();
        return Optional.of(process);
      }
    }
    return Optional.empty();
  }

  /** Whether the one JVM that a debugged function may have is at work, or starts. */
  private boolean isHeld(FunctionVersion version) {
    return settings.debugging().port(version.name()).isPresent()
        && (launching.containsKey(version.functionArn())
            || living.stream()
                .anyMatch(
                    each ->
                        each.version().functionArn().equals(version.functionArn())
                            && each.alive()
                            && !idle.contains(each)));
  }

  /** Whether another JVM would only slow down those that start, or make one give way. */
  private boolean isBusy() {
    return living.size() + starting >= settings.maxFunctionProcesses()
        || starting + living.stream().filter(each -> !each.initialised()).count() >= processors;
  }

  /** Whether a JVM of the version's will be free again. */
  private boolean isAtWork(FunctionVersion version) {
    return launching.containsKey(version.functionArn())
        || living.stream().anyMatch(each -> fits(each, version) && !stale.contains(each));
  }

  private static boolean fits(FunctionProcess process, FunctionVersion version) {
    return process.alive() && process.version().processKey().equals(version.processKey());
  }

  /** Whether a process may be started; makes the longest idle give way where it must. */
  private boolean hasRoom() {
    if (living.size() + starting < settings.maxFunctionProcesses()) {
      return true;
    }
    FunctionProcess longestIdle = idle.pollFirst();
    if (longestIdle == null) {
      return false;
    }
    living.remove(longestIdle);
    longestIdle.kill();
    return true;
  }

  private FunctionProcess launch(FunctionVersion version) {
    FunctionProcess process = null;
    try {
      process = launcher.start(version);
    } finally {
      lock.lock();
      try {
        starting--;
        launching.computeIfPresent(
            version.functionArn(), (any, count) -> count > 1 ? count - 1 : null);
        if (process != null) {
          living.add(process);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    FunctionProcess started = process;
    var unused = started.onExit().thenRun(() -> ended(started));
    var unusedToo = started.settled().thenRun(this::tellWaiting);
    if (isClosed()) {
      started.kill();
    }
    return started;
  }

  private void tellWaiting() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a process back. */
  void release(FunctionProcess process) {
    lock.lock();
    try {
      leave(process.version().functionArn());
      if (stale.contains(process) || closed) {
        process.kill();
      } else if (process.alive()) {
        idle.addLast(process);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void leave(String function) {
    inFlight.computeIfPresent(function, (any, count) -> count > 1 ? count - 1 : null);
    changed.signalAll();
  }

  private void ended(FunctionProcess process) {
    lock.lock();
    try {
      living.remove(process);
      idle.remove(process);
      stale.remove(process);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    gone.accept(process);
  }

  /** Ends a version's processes: idle ones now, busy ones when they are given back. */
  void retire(String versionArn) {
    lock.lock();
    try {
      for (FunctionProcess process : Set.copyOf(living)) {
        String own = process.version().functionArn() + ":" + process.version().number();
        if (!own.equals(versionArn)) {
          continue;
        }
        if (idle.remove(process)) {
          living.remove(process);
          process.kill();
        } else {
          stale.add(process);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The living processes' ids, for measuring. */
  Optional<FunctionProcess> find(long pid) {
    lock.lock();
    try {
      return living.stream().filter(process -> process.pid() == pid).findFirst();
    } finally {
      lock.unlock();
    }
  }

  Set<Long> pids() {
    lock.lock();
    try {
      return living.stream().map(FunctionProcess::pid).collect(java.util.stream.Collectors.toSet());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Set<FunctionProcess> all;
    lock.lock();
    try {
      closed = true;
      all = Set.copyOf(living);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    all.forEach(FunctionProcess::kill);
    for (FunctionProcess process : all) {
      try {
        Object unused = process.onExit().get(5, TimeUnit.SECONDS);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        continue;
      }
    }
  }
}
