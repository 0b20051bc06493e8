package dev.rehearsal.stage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Steps of the standing up, with the time they take. */
final class Timed {

  private final Progress progress;
  private final Executor executor;

  Timed(Progress progress, Executor executor) {
    this.progress = progress;
    this.executor = executor;
  }

  <T> T now(String what, Supplier<T> step) {
    progress.began(what);
    long start = System.nanoTime();
    T result = step.get();
    progress.done(what, Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  void run(String what, Runnable step) {
    now(
        what,
        () -> {
          step.run();
          return what;
        });
  }

  CompletableFuture<Void> later(String what, Runnable step) {
    return CompletableFuture.runAsync(() -> run(what, step), executor);
  }

  /** Waits for a step; its failure is thrown as it was. */
  static void await(CompletableFuture<?> step) {
    try {
      step.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
