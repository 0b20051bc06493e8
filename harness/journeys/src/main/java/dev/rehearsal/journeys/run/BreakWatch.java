package dev.rehearsal.journeys.run;

import dev.rehearsal.stage.Stage;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells as soon as a stage breaks, while journeys still wait for answers that won't come. Threads:
 * tells on one of its own.
 */
final class BreakWatch implements AutoCloseable {

  private static final long EVERY_MILLIS = 200;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stage-watch");
            thread.setDaemon(true);
            return thread;
          });

  private BreakWatch() {}

  /** Watches a stage until it breaks or the watch is closed. */
  static BreakWatch of(Stage stage, Consumer<RunEvent> events) {
    BreakWatch watch = new BreakWatch();
    var unused =
        watch.clock.scheduleWithFixedDelay(
            () ->
                stage
                    .broken()
                    .ifPresent(
                        why -> {
                          watch.clock.shutdown();
                          events.accept(new RunEvent.StageBroke(why, Instant.now()));
                        }),
            EVERY_MILLIS,
            EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
    return watch;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
