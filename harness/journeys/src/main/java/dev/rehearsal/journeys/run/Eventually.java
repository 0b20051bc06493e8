package dev.rehearsal.journeys.run;

import dev.rehearsal.journeys.language.Expectation;
import dev.rehearsal.journeys.language.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.pollinterval.FibonacciPollInterval;
import org.jspecify.annotations.Nullable;

/** Polls until all expectations of a step hold at once. Not thread-safe. */
final class Eventually {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final Walk walk;
  private final Observer observer;
  private final Step.Eventually step;
  private final List<Poll> polls;
  private final long start = System.nanoTime();
  private int count;
  private boolean held;
  private @Nullable Expectation failing;
  private @Nullable Observation last;

  Eventually(Walk walk, Step.Eventually step, List<Poll> polls) {
    this.walk = walk;
    this.observer = new Observer(walk);
    this.step = step;
    this.polls = polls;
  }

  /**
   * Waits.
   *
   * @throws StepFailed naming what the last poll saw, where the time is over
   */
  void await() throws StepFailed {
    FibonacciPollInterval growing =
        FibonacciPollInterval.fibonacci(8, java.util.concurrent.TimeUnit.MILLISECONDS);
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(
              (polled, previous) -> {
                Duration next = polled > 8 ? LONGEST_PAUSE : growing.next(polled, previous);
                return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
              })
          .atMost(step.within())
          .until(() -> walk.stage().broken().isPresent() || walk.stopped() || allHold());
    } catch (ConditionTimeoutException late) {
      throw new StepFailed(late());
    } catch (InVain vain) {
      last = vain.seen();
      note(key() + ": " + vain.seen().seen());
      throw new StepFailed(
          failure("can't be looked at, and waiting does not help", String.valueOf(count)));
    }
    if (walk.stage().broken().isPresent()) {
      throw new StepFailed(late()); // Nothing will come of it any more.
    }
    if (walk.stopped() && !held) {
      throw new StepFailed(
          Failure.of("The run was interrupted while this was waited for", step.at())
              .fact("polls", String.valueOf(count))
              .build());
    }
  }

  private boolean allHold() {
    count++;
    for (Expectation each : step.expectations()) {
      failing = each;
      Observation observation = observer.look(each);
      if (!observation.holds()) {
        last = observation;
        note(each.key() + ": " + observation.seen());
        return false;
      }
    }
    note("all as expected");
    held = true;
    return true;
  }

  private void note(String seen) {
    String masked = Masker.text(seen);
    int end = polls.size() - 1;
    if (end >= 0 && polls.get(end).seen().equals(masked)) {
      Poll before = polls.get(end);
      polls.set(end, new Poll(before.after(), before.times() + 1, masked));
    } else {
      polls.add(new Poll(Duration.ofNanos(System.nanoTime() - start), 1, masked));
    }
  }

  private Expectation looked() {
    return failing == null ? step.expectations().get(0) : failing;
  }

  private String key() {
    return looked().key();
  }

  private Failure late() {
    String limit = step.within().toMillis() + " ms";
    return failure("was not as expected within " + limit, count + " in " + limit);
  }

  private Failure failure(String how, String polled) {
    Expectation expectation = looked();
    Observation seen = last == null ? Observation.of(false, "", "never looked at") : last;
    Failure.Builder failure = Failure.of("`" + expectation.key() + "` " + how, expectation.at());
    if (expectation instanceof Expectation.Behind chain) {
      new BehindCheck(chain, walk.hops()).tell(failure);
    } else {
      if (expectation instanceof Expectation.Inbox inbox) {
        new DeliveryChain(inbox.channel(), walk.customers().get(inbox.customer()))
            .tell(failure, walk.hops(), walk.refusals());
      }
      failure.fact("expected", seen.expected()).fact("but was", seen.seen());
    }
    return failure
        .fact("polls", polled)
        .facts("near miss", seen.near())
        .facts("refused", refused())
        .build();
  }

  private List<String> refused() {
    List<String> refused = new ArrayList<>();
    walk.hops().stream()
        .filter(hop -> hop.error() != null)
        .limit(5)
        .map(Hops::line)
        .forEach(refused::add);
    return refused;
  }
}
