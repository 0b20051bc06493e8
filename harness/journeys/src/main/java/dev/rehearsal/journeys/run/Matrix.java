package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.gateway.faults.FaultPlan;
import dev.rehearsal.gateway.faults.FaultSpec;
import dev.rehearsal.journeys.language.Journey;
import dev.rehearsal.journeys.language.Step;
import dev.rehearsal.stage.EmbeddedStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks a journey once for each of its hops and each kind of fault, lets the shop come to rest, and
 * checks what must hold whatever went wrong. What the customer is answered in the meantime is not
 * looked at: a refusal is an answer too.
 */
public final class Matrix {

  /** The kinds that each find something of their own. */
  public static final Set<Fault.Kind> USUAL =
      Set.of(
          Fault.Kind.ERROR,
          Fault.Kind.RESET,
          Fault.Kind.DROP,
          Fault.Kind.DUPLICATE,
          Fault.Kind.KILL_FUNCTION);

  /** What became of a cell. */
  public enum Verdict {
    HELD,
    BROKEN,
    /** The fault found nothing to strike: the walk took another way. */
    NOT_REACHED
  }

  /**
   * One hop with one kind of fault.
   *
   * @param broken what did not hold, in words
   */
  public record Cell(
      String journey, MatrixHop hop, Fault.Kind kind, Verdict verdict, List<String> broken) {}

  /**
   * All cells of some journeys.
   *
   * @param took how long all of them took together
   */
  public record Result(List<Cell> cells, Duration took) {

    /** How many cells ended so. */
    public long count(Verdict verdict) {
      return cells.stream().filter(cell -> cell.verdict() == verdict).count();
    }
  }

  private static final Duration TELLING = Duration.ofSeconds(10);
  private static final Duration LONGEST_WALK = Duration.ofSeconds(3);

  private final EmbeddedStage stage;
  private final Set<Fault.Kind> kinds;
  private final boolean repeat;
  private final RunSettings settings;
  private final Consumer<String> progress;
  private final Rest rest;
  private final AtomicLong seeds;
  private volatile List<Planned> planned = List.of();
  private volatile long begun = System.nanoTime();

  /** A journey that fails already without a fault: its cells would show nothing. */
  public static final class NotGreen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotGreen(String message) {
      super(message);
    }
  }

  /**
   * @param kinds the kinds of fault, each tried at the hops where it makes sense
   * @param repeat whether hops that an earlier journey had are struck again
   * @param progress told in words of what goes on
   */
  public Matrix(
      EmbeddedStage stage,
      Set<Fault.Kind> kinds,
      boolean repeat,
      RunSettings settings,
      Consumer<String> progress) {
    this.stage = stage;
    this.kinds = kinds;
    this.repeat = repeat;
    this.settings = settings;
    this.progress = progress;
    this.rest = new Rest(stage);
    this.seeds = new AtomicLong(settings.seed());
  }

  /**
   * Walks all cells of some journeys.
   *
   * @throws NotGreen where a journey fails without any fault
   */
  public Result run(List<Journey> journeys) {
    begun = System.nanoTime();
    List<Planned> alone = new ArrayList<>();
    List<Planned> together = new ArrayList<>();
    Set<String> had = new HashSet<>();
    // A browser takes seconds to start: whatever hop another journey has, too, is that one's.
    List<Journey> quickFirst =
        journeys.stream().sorted(Comparator.comparing(Matrix::needsBrowser)).toList();
    for (Journey journey : quickFirst) {
      Optional<String> hidden = hidden(journey);
      if (hidden.isPresent()) {
        progress.accept(journey.id() + ": left out, " + hidden.get());
        continue;
      }
      for (MatrixHop hop : hops(journey)) {
        if (!had.add(hop.text()) && !repeat) {
          continue;
        }
        for (Fault.Kind kind : Fault.Kind.values()) {
          if (kinds.contains(kind) && FaultSpec.kinds(hop.on().kind()).contains(kind)) {
            Planned cell = new Planned(journey, hop, kind);
            (cell.spec.stageWide() ? alone : together).add(cell);
          }
        }
      }
    }
    planned = Stream.concat(together.stream(), alone.stream()).toList();
    progress.accept(planned.size() + " cells");
    walk(together, settings.parallel());
    walk(alone, 1);
    // What other cells did beside it may have kept a fault from its hop.
    List<Planned> again =
        together.stream().filter(each -> each.struck == 0).map(Planned::again).toList();
    progress.accept(again.size() + " cells once more, alone");
    walk(again, 1);
    List<Planned> all = new ArrayList<>(together);
    all.removeIf(each -> each.struck == 0);
    all.addAll(again);
    all.addAll(alone);
    progress.accept("letting the shop come to rest");
    rest.await(all, Planned::broken);
    return new Result(
        all.stream().map(Planned::cell).toList(), Duration.ofNanos(System.nanoTime() - begun));
  }

  /**
   * What is known of a run that is under way, from memory alone: cells that were walked and held at
   * their end. One that did not hold yet may still do so, and is left out.
   */
  public Result soFar() {
    return new Result(
        planned.stream().filter(Planned::settled).map(Planned::cell).toList(),
        Duration.ofNanos(System.nanoTime() - begun));
  }

  /** How many cells a run that is under way has. */
  public int cells() {
    return planned.size();
  }

  private static boolean needsBrowser(Journey journey) {
    return journey.all().stream()
        .map(step -> step instanceof Step.Row row ? row.step() : step)
        .anyMatch(Step.Page.class::isInstance);
  }

  /** Why a journey shows nothing here; empty where it does. */
  private Optional<String> hidden(Journey journey) {
    return journey.all().stream()
        .map(step -> JourneyWalker.unobservable(step, stage))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The hops of a journey that nothing happens to. */
  private List<MatrixHop> hops(Journey journey) {
    Walk walk =
        new Walk(journey, stage, settings.withSeed(seeds.incrementAndGet()), "matrix", () -> false);
    walk.prepare();
    try (StepRunner runner = new StepRunner(walk)) {
      for (int i = 0; i < journey.steps().size(); i++) {
        StepResult result = runner.run(i, journey.steps().get(i));
        if (result.failure() != null) {
          throw new NotGreen(
              journey.id() + " fails without any fault: " + result.failure().message());
        }
      }
    } finally {
      clean(walk);
    }
    List<Walk> open =
        rest.await(List.of(walk), each -> !Invariants.broken(each, stage, null).isEmpty());
    if (!open.isEmpty()) {
      throw new NotGreen(
          journey.id() + " without any fault: " + Invariants.broken(walk, stage, null));
    }
    List<MatrixHop> hops = MatrixHop.of(walk.hops(), walk.outputs());
    progress.accept(journey.id() + ": " + hops.size() + " hops");
    return hops;
  }

  /** Puts back what a walk changed. */
  private void clean(Walk walk) {
    try (StepRunner runner = new StepRunner(walk)) {
      List<Step> steps = walk.journey().cleanup();
      for (int i = 0; i < steps.size(); i++) {
        StepResult result = runner.cleanup(walk.journey().steps().size() + i, steps.get(i));
        if (result.failure() != null) {
          progress.accept(walk.journey().id() + ": not cleaned up: " + result.failure().message());
        }
      }
    }
  }

  private void walk(List<Planned> cells, int parallel) {
    ExecutorService walkers = Executors.newFixedThreadPool(parallel);
    long start = System.nanoTime();
    long told = start;
    try {
      List<Future<?>> running = new ArrayList<>();
      cells.forEach(cell -> running.add(walkers.submit(cell::walk)));
      for (int i = 0; i < running.size(); i++) {
        running.get(i).get();
        long now = System.nanoTime();
        if (now - told >= TELLING.toNanos()) {
          told = now;
          long seconds = Duration.ofNanos(now - start).toSeconds();
          progress.accept("… " + (i + 1) + " of " + running.size() + " after " + seconds + " s");
        }
      }
    } catch (ExecutionException defect) {
      throw new IllegalStateException("A cell ended in a defect of the engine.", defect.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new JourneyRun.InterruptedRun(interrupted);
    } finally {
      walkers.shutdownNow();
    }
  }

  /** A cell before and while it is walked. */
  private final class Planned {

    private final Journey journey;
    private final MatrixHop hop;
    private final Fault.Kind kind;
    private final FaultSpec spec;
    private volatile @Nullable Walk walk;
    private volatile int struck;
    private volatile List<String> seen = List.of();
    private volatile boolean walked;

    Planned(Journey journey, MatrixHop hop, Fault.Kind kind) {
      this.journey = journey;
      this.hop = hop;
      this.kind = kind;
      this.spec = hop.fault(kind, "matrix of " + journey.id());
    }

    Planned again() {
      return new Planned(journey, hop, kind);
    }

    void walk() {
      Walk own =
          new Walk(
              journey, stage, settings.withSeed(seeds.incrementAndGet()), "matrix", () -> false);
      own.prepare();
      walk = own;
      try (FaultPlan.Armed armed = stage.faults().arm(spec, own::caused);
          StepRunner runner = new StepRunner(own)) {
        List<Step> steps = journey.steps();
        boolean goesOn = true;
        for (int i = 0; i < steps.size() && goesOn; i++) {
          if (acts(steps.get(i))) {
            goesOn = runner.run(i, unchained(steps.get(i))).failure() == null;
          }
        }
        long end = System.nanoTime() + LONGEST_WALK.toNanos();
        while (armed.struck() == 0 && broken() && System.nanoTime() < end) {
          Thread.sleep(50);
        }
        struck = armed.struck();
        broken();
        walked = true;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } finally {
        clean(own);
      }
    }

    /** Who waits for what a fault has prevented waits in vain: the matrix itself looks. */
    private boolean acts(Step step) {
      return !(step instanceof Step.Eventually) && !(step instanceof Step.Invoke);
    }

    /** With a fault on its way a chain is another one. */
    private static Step unchained(Step step) {
      return step instanceof Step.Api api
          ? new Step.Api(
              api.at(), api.request(), api.customer(), api.answer(), api.captures(), null)
          : step;
    }

    /** Whether the cell was walked and all held at its end. */
    boolean settled() {
      return walked && seen.isEmpty();
    }

    boolean broken() {
      Walk own = walk;
      seen = own == null ? List.of() : Invariants.broken(own, stage, spec);
      return !seen.isEmpty();
    }

    Cell cell() {
      Verdict verdict =
          !seen.isEmpty() ? Verdict.BROKEN : struck == 0 ? Verdict.NOT_REACHED : Verdict.HELD;
      return new Cell(journey.id(), hop, kind, verdict, seen);
    }
  }
}
