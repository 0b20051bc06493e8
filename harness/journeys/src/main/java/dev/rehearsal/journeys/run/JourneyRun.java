package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.Ids;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.stage.Stage;
import dev.rehearsal.stage.StageSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** A run: journeys on one stage, in parallel, told to listeners. */
public final class JourneyRun {

  private final RunSettings settings;
  private final List<RunListener> listeners;
  private final ReadWriteLock alone = new ReentrantReadWriteLock(true);
  private volatile boolean stopped;

  public JourneyRun(RunSettings settings, List<RunListener> listeners) {
    this.settings = settings;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Lets the run end early: a journey that is under way does no further step, but puts back what it
   * changed; the others do not begin. Returns at once; may be called before the run and twice.
   */
  public void stop() {
    stopped = true;
  }

  /** Runs files on a stage that stands, and leaves it standing. */
  public RunSummary on(Stage stage, List<JourneyFile> files) {
    return run(files, () -> stage, stage.target(), false);
  }

  /**
   * Stands a stage up, runs files on it and takes it down. Where no file can run, no stage is stood
   * up; where none can be stood up, the summary says why.
   */
  public RunSummary on(StageSource source, List<JourneyFile> files) {
    return run(files, source, source.target(), true);
  }

  private RunSummary run(
      List<JourneyFile> files, StageSource source, String target, boolean close) {
    long start = System.nanoTime();
    String run = new Ids(settings.seed()).lower(8);
    List<Journey> journeys = files.stream().flatMap(file -> file.journey().stream()).toList();
    List<JourneyFile> rejected = files.stream().filter(file -> file.journey().isEmpty()).toList();
    tell(new RunEvent.RunStarted(run, journeys.size(), settings, target, Instant.now()));
    files.stream()
        .filter(file -> !file.findings().isEmpty())
        .forEach(file -> tell(new RunEvent.FileFound(file)));
    List<JourneyResult> results = new ArrayList<>();
    @Nullable String environment = null;
    if (!journeys.isEmpty()) {
      try {
        Stage stage = source.open();
        try {
          tell(new RunEvent.StageStood(stage.target(), stage.unobserved(), Instant.now()));
          Instant began = Instant.now();
          JourneyWalker walker = new JourneyWalker(stage, settings, run, () -> stopped, this::tell);
          try (BreakWatch watch = BreakWatch.of(stage, this::tell)) {
            results = walk(journeys, walker);
          }
          if (stage.broken().isEmpty()) {
            tell(new RunEvent.DashboardsRead(Dashboards.read(stage, began), Instant.now()));
          }
        } finally {
          if (close) {
            stage.close();
          }
        }
      } catch (ListenerFailed | InterruptedRun failed) {
        throw failed;
      } catch (Exception failed) {
        environment = Optional.ofNullable(failed.getMessage()).orElse(failed.toString());
      }
    }
    RunSummary summary =
        new RunSummary(
            List.copyOf(results),
            rejected,
            environment,
            environment == null ? journeys.size() - results.size() : 0,
            Duration.ofNanos(System.nanoTime() - start));
    tell(new RunEvent.RunFinished(summary, Instant.now()));
    return summary;
  }

  /** Journeys that move the clock come last: functions and the database don't follow it. */
  private List<JourneyResult> walk(List<Journey> journeys, JourneyWalker walker) {
    ExecutorService walkers = Executors.newFixedThreadPool(settings.parallel());
    try {
      List<JourneyResult> results = new ArrayList<>();
      for (boolean late : List.of(false, true)) {
        List<Future<Optional<JourneyResult>>> running =
            journeys.stream()
                .filter(each -> each.movesClock() == late)
                .map(each -> walkers.submit(() -> alone(each, walker)))
                .toList();
        for (Future<Optional<JourneyResult>> each : running) {
          each.get().ifPresent(results::add);
        }
      }
      return results;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ListenerFailed listener) {
        throw listener;
      }
      throw new IllegalStateException(
          "A journey ended in a defect of the engine: " + failed.getCause(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedRun(interrupted);
    } finally {
      walkers.shutdownNow();
    }
  }

  /** Walks a journey when nobody else is in its way; empty where the run was stopped until then. */
  private Optional<JourneyResult> alone(Journey journey, JourneyWalker walker) {
    var lock = journey.exclusive() ? alone.writeLock() : alone.readLock();
    lock.lock();
    try {
      return stopped ? Optional.empty() : Optional.of(walker.walk(journey));
    } finally {
      lock.unlock();
    }
  }

  private synchronized void tell(RunEvent event) {
    for (RunListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException failed) {
        throw new ListenerFailed(failed);
      }
    }
  }

  /** A listener threw; the run ends, because its report would not be true. */
  public static final class ListenerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenerFailed(RuntimeException cause) {
      super("A listener of the run failed: " + cause.getMessage(), cause);
    }
  }

  /** The thread that runs journeys was interrupted. */
  public static final class InterruptedRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedRun(InterruptedException cause) {
      super("The run was interrupted.", cause);
    }
  }
}
