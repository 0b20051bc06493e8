package dev.rehearsal.gateway.faults;

import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What shall go wrong on a stage, as journeys and plans arm it. Thread-safe. */
public final class FaultPlan implements Faults {

  /** What a fault does to more than its own hop. */
  public interface Ground {

    /** Restarts the databases; returns when they answer again. */
    void restartDatabase();

    /** Ends the process that runs an invocation, by the invocation's hop. */
    void kill(String invocation);
  }

  private static final Duration LATENCY = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final long HEAD_START_MILLIS = 50;

  private final Ground ground;
  private final long seed;
  private final List<Armed> armed = new CopyOnWriteArrayList<>();

  /**
   * Begins without a fault.
   *
   * @param seed where chance comes from
   */
  public FaultPlan(Ground ground, long seed) {
    this.ground = ground;
    this.seed = seed;
  }

  /**
   * Arms a fault until it is closed.
   *
   * @param roots the correlation ids whose hops it may strike
   */
  public Armed arm(FaultSpec spec, Predicate<String> roots) {
    Armed fault = new Armed(spec, roots, new Random(seed + spec.name().hashCode()));
    armed.add(fault);
    return fault;
  }

  /** Restarts the database now, at no hop. */
  public void restartDatabase() {
    ground.restartDatabase();
  }

  /** How many faults may still strike. */
  public int waiting() {
    return armed.size();
  }

  @Override
  public @Nullable Fault at(Point point) {
    for (Armed each : armed) {
      if (each.fits(point)) {
        CountDownLatch next = each.strike();
        if (next != null) {
          return strike(each.spec, next, point);
        }
      }
    }
    return null;
  }

  private Fault strike(FaultSpec spec, CountDownLatch next, Point point) {
    switch (spec.kind()) {
      case LATENCY -> pause(spec.time() == null ? LATENCY : spec.time());
      case REORDER -> hold(next, spec.time() == null ? LONGEST_WAIT : spec.time());
      case RESTART_DATABASE -> ground.restartDatabase();
      case KILL_FUNCTION -> {
        String invocation = point.trace().parent();
        if (point.kind() != Hop.Kind.INVOKE && invocation != null) {
          ground.kill(invocation);
        }
      }
      default -> {}
    }
    return new Fault(spec.kind(), spec.time(), spec.code(), spec.name());
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the next fitting hop has a head start. */
  private static void hold(CountDownLatch next, Duration most) {
    try {
      if (next.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        Thread.sleep(HEAD_START_MILLIS);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault that waits for its hop. */
  public final class Armed implements AutoCloseable {

    private final FaultSpec spec;
    private final Predicate<String> roots;
    private final Random random;
    private CountDownLatch held = new CountDownLatch(0);
    private int seen;
    private int struck;

    private Armed(FaultSpec spec, Predicate<String> roots, Random random) {
      this.spec = spec;
      this.roots = roots;
      this.random = random;
    }

    /** What was planned. */
    public FaultSpec spec() {
      return spec;
    }

    /** How many hops fitted so far. */
    public synchronized int seen() {
      return seen;
    }

    /** How many of them were struck. */
    public synchronized int struck() {
      return struck;
    }

    /** Strikes no more; what it holds back goes on. */
    @Override
    public void close() {
      armed.remove(this);
      letGo();
    }

    private boolean fits(Point point) {
      return roots.test(point.trace().root())
          && spec.on().fits(point)
          && (spec.by() == null || point.from().endsWith(spec.by()));
    }

    /**
     * Counts a fitting hop and lets go the struck one before it, in one step: the next hop may come
     * before the struck one waits.
     *
     * @return what the hop after this one opens, or null when this one is not struck
     */
    private synchronized @Nullable CountDownLatch strike() {
      held.countDown();
      seen++;
      boolean strikes =
          seen >= spec.nth()
              && struck < spec.times()
              && (spec.chance() >= 1 || random.nextDouble() < spec.chance());
      if (!strikes) {
        return null;
      }
      struck++;
      held = new CountDownLatch(1);
      return held;
    }

    private synchronized void letGo() {
      held.countDown();
    }
  }
}
