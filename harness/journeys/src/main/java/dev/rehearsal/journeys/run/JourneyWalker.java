package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.language.Expectation;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.Names;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Runs journeys on a stage. Thread-safe. */
record JourneyWalker(Stage stage, RunSettings settings, String run, Consumer<RunEvent> events) {

  JourneyResult walk(Journey journey) {
    Instant started = Instant.now();
    long start = System.nanoTime();
    events.accept(new RunEvent.JourneyStarted(journey, started));
    Optional<Failure> unobservable = unobservable(journey);
    if (unobservable.isPresent()) {
      return skipped(journey, started, unobservable.get());
    }
    Walk walk = new Walk(journey, stage, settings, run);
    List<StepResult> steps = new ArrayList<>();
    @Nullable Failure failure = prepare(walk);
    boolean prepared = failure == null;
    try (StepRunner runner = new StepRunner(walk)) {
      for (Step step : journey.steps()) {
        int index = steps.size();
        StepResult result = failure == null ? runner.run(index, step) : skipped(index, step);
        failure = failure == null ? result.failure() : failure;
        steps.add(result);
        events.accept(new RunEvent.StepFinished(journey, result));
      }
      Optional<Failure> idle = walk.disarm();
      if (failure == null) {
        failure = never(walk).or(() -> idle).orElse(null);
      }
      for (Step step : journey.cleanup()) {
        int index = steps.size();
        StepResult result = prepared ? runner.cleanup(index, step) : skipped(index, step);
        failure = withCleanup(failure, result.failure());
        steps.add(result);
        events.accept(new RunEvent.StepFinished(journey, result));
      }
    }
    List<Hop> hops = walk.hops();
    if (failure != null) {
      failure = failure.with("permission", Permissions.lacking(hops, walk.refusals()));
    }
    JourneyResult result =
        new JourneyResult(
            journey,
            failure == null ? Status.PASSED : Status.FAILED,
            started,
            Duration.ofNanos(System.nanoTime() - start),
            List.copyOf(steps),
            failure,
            hops.stream().map(Masker::hop).toList(),
            new InvocationLogs(stage, started).of(hops));
    events.accept(new RunEvent.JourneyFinished(result));
    return result;
  }

  /** What could not be put back is a failure of its own, but not instead of the first one. */
  private static @Nullable Failure withCleanup(@Nullable Failure first, @Nullable Failure later) {
    if (first == null || later == null) {
      return first == null ? later : first;
    }
    String error = later.fact("error").or(() -> later.fact("but was")).orElse("");
    return first.with(
        "clean-up", List.of("line " + later.at().line() + ": " + later.message() + ": " + error));
  }

  private static @Nullable Failure prepare(Walk walk) {
    Optional<String> broken = walk.stage().broken();
    if (broken.isPresent()) {
      return Failure.of("The stage broke before this journey", walk.journey().at())
          .fact("stage", broken.get())
          .build();
    }
    try {
      walk.prepare();
      return null;
    } catch (SdkException | Names.UnknownName error) {
      return Masker.failure(
          Failure.of("What the journey takes as given could not be made", walk.journey().at())
              .fact("error", String.valueOf(error.getMessage()))
              .build());
    }
  }

  /** What the target can't show is not run: it could only pass by chance or fail for nothing. */
  private Optional<Failure> unobservable(Journey journey) {
    Set<String> reasons = new LinkedHashSet<>();
    Step first = null;
    for (Step step : journey.all()) {
      Optional<String> why = unobservable(step, stage);
      if (why.isPresent()) {
        first = first == null ? step : first;
        reasons.add(why.get());
      }
    }
    return first == null
        ? Optional.empty()
        : Optional.of(
            Failure.of("Not observable on the target " + stage.target(), first.at())
                .fact("why", String.join(" ", reasons))
                .build());
  }

  /** Why a step shows nothing on a stage or this machine; empty where it does. */
  static Optional<String> unobservable(Step step, Stage stage) {
    if (step instanceof Step.Row row) {
      return unobservable(row.step(), stage);
    }
    if (step instanceof Step.Page) {
      return PageDoor.missing();
    }
    if (step instanceof Step.Aws aws) {
      return stage.unserved(aws.operation());
    }
    return step instanceof Step.Fault fault ? stage.unreachable(fault.spec()) : Optional.empty();
  }

  private JourneyResult skipped(Journey journey, Instant started, Failure why) {
    List<StepResult> steps = new ArrayList<>();
    journey.all().forEach(step -> steps.add(skipped(steps.size(), step)));
    JourneyResult result =
        new JourneyResult(
            journey,
            Status.SKIPPED,
            started,
            Duration.ZERO,
            List.copyOf(steps),
            why,
            List.of(),
            Map.of());
    events.accept(new RunEvent.JourneyFinished(result));
    return result;
  }

  private static StepResult skipped(int index, Step step) {
    return new StepResult(
        index,
        step.title(),
        step.at(),
        "",
        Status.SKIPPED,
        Instant.now(),
        Duration.ZERO,
        List.of(),
        List.of(),
        null);
  }

  private static Optional<Failure> never(Walk walk) {
    Observer observer = new Observer(walk);
    for (Expectation expectation : walk.journey().never()) {
      Observation seen = observer.look(expectation);
      if (seen.holds()) {
        return Optional.of(
            Masker.failure(
                Failure.of("What must never happen did", expectation.at())
                    .fact("never", seen.expected())
                    .fact("but was", seen.seen())
                    .facts(expectation instanceof Expectation.Call ? "hop" : "seen", seen.near())
                    .build()));
      }
    }
    return Optional.empty();
  }
}
