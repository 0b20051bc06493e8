package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.language.Expectation;
import dev.rehearsal.journeys.language.Given;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs journeys on a stage. Thread-safe. */
record JourneyWalker(
    Stage stage,
    RunSettings settings,
    String run,
    BooleanSupplier stopped,
    Consumer<RunEvent> events) {

  /** How long the shop has to come to rest after a journey. */
  private static final Duration REST = Duration.ofSeconds(15);

  JourneyResult walk(Journey journey) {
    Instant started = Instant.now();
    long start = System.nanoTime();
    events.accept(new RunEvent.JourneyStarted(journey, started));
    Optional<Failure> unobservable = unobservable(journey);
    if (unobservable.isPresent()) {
      return skipped(journey, started, unobservable.get());
    }
    Walk walk = new Walk(journey, stage, settings, run, stopped);
    List<StepResult> steps = new ArrayList<>();
    @Nullable Failure failure = prepare(walk);
    boolean prepared = failure == null;
    try (StepRunner runner = new StepRunner(walk)) {
      for (Step step : journey.steps()) {
        failure = failure == null && walk.stopped() ? interrupted(step) : failure;
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
      List<String> putBack = new ArrayList<>();
      walk.cleanUp();
      for (Step step : journey.cleanup()) {
        int index = steps.size();
        StepResult result = prepared ? runner.cleanup(index, step) : skipped(index, step);
        failure = withCleanup(failure, result.failure());
        if (result.status() == Status.PASSED) {
          putBack.add(step.title());
        }
        steps.add(result);
        events.accept(new RunEvent.StepFinished(journey, result));
      }
      if (failure != null && !putBack.isEmpty()) {
        failure = failure.with("put back", List.of(String.join(", ", putBack)));
      }
    }
    // The look at the shop is the engine's own: it is none of the journey's time.
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    failure = failure == null ? unsettled(walk).orElse(null) : failure;
    List<Hop> hops = walk.hops();
    if (failure != null) {
      failure = failure.with("permission", Permissions.lacking(hops, walk.refusals()));
    }
    JourneyResult result =
        new JourneyResult(
            journey,
            failure == null ? Status.PASSED : Status.FAILED,
            started,
            took,
            List.copyOf(steps),
            failure,
            hops.stream().map(Masker::hop).toList(),
            new InvocationLogs(stage, started).of(hops));
    events.accept(new RunEvent.JourneyFinished(result));
    return result;
  }

  /** The user has had enough: no further step is done, only what the journey changed put back. */
  private static Failure interrupted(Step step) {
    return Failure.of("The run was interrupted before this step", step.at()).build();
  }

  /** What could not be put back is a failure of its own, but not instead of the first one. */
  private static @Nullable Failure withCleanup(@Nullable Failure first, @Nullable Failure later) {
    if (first == null || later == null) {
      return first == null ? later : first;
    }
    String error = later.fact("error").or(() -> later.fact("but was")).orElse("");
    return first.with(
        "clean-up", List.of(later.at().place() + ": " + later.message() + ": " + error));
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
    } catch (RuntimeException error) {
      return Masker.failure(
          Failure.of("What the journey takes as given could not be made", walk.journey().at())
              .facts("refused", walk.refusedPreparation().stream().map(Hops::line).toList())
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

  /** What does not hold of the shop though the journey passed and had time to come to rest. */
  private Optional<Failure> unsettled(Walk walk) {
    Given given = walk.journey().given();
    if (!(stage instanceof EmbeddedStage whole)
        || given.customers().isEmpty() && given.products().isEmpty()) {
      return Optional.empty();
    }
    boolean settled =
        Rest.until(
                List.of(walk),
                each -> !Invariants.broken(each, whole, null).isEmpty() && !each.stopped(),
                REST)
            .isEmpty();
    if (settled && !walk.stopped()) {
      return Optional.empty();
    }
    List<String> open = Invariants.broken(walk, whole, null);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Masker.failure(
                Failure.of("The shop is not as it must be in the end", walk.journey().at())
                    .facts("not so", open)
                    .build()));
  }

  private static Optional<Failure> never(Walk walk) {
    Observer observer = new Observer(walk);
    for (Expectation expectation : walk.journey().never()) {
      Observation seen;
      try {
        seen = observer.see(expectation);
      } catch (SQLException | RuntimeException error) {
        return Optional.of(
            Masker.failure(
                Failure.of("What must never happen could not be looked for", expectation.at())
                    .fact("error", String.valueOf(error.getMessage()))
                    .build()));
      }
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
