package dev.rehearsal.cloud.time;

import dev.rehearsal.cloud.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks when the stage's clock reaches their time, also where the clock jumps. Looks at the
 * clock five times a second while a task waits, and not at all while none does. Thread-safe.
 */
public final class DueTasks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DueTasks.class.getName());
  private static final long LOOK_MILLIS = 200;

  private record Due(String key, Instant at, Runnable work) {}

  private final Surroundings aws;
  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));
  private final Map<String, Due> byKey = new HashMap<>();
  private @Nullable ScheduledFuture<?> ticking;
  private boolean closed;

  public DueTasks(Surroundings aws) {
    this.aws = aws;
  }

  /** Runs {@code work} on a worker at {@code at}; replaces the task of the same key. */
  public synchronized void at(String key, Instant at, Runnable work) {
    cancel(key);
    if (closed) {
      return;
    }
    Due due = new Due(key, at, work);
    queue.add(due);
    byKey.put(key, due);
    if (ticking == null) {
      ticking =
          aws.scheduler().scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Forgets the task of a key, if there is one. */
  public synchronized void cancel(String key) {
    Due due = byKey.remove(key);
    if (due != null) {
      queue.remove(due);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    queue.clear();
    byKey.clear();
    stop();
  }

  private void look() {
    for (Due due : takeDue()) {
      try {
        aws.workers().execute(() -> run(due));
      } catch (RejectedExecutionException closing) {
        return;
      }
    }
  }

  private static void run(Due due) {
    try {
      due.work().run();
    } catch (RuntimeException failure) {
      LOG.log(
          System.Logger.Level.ERROR,
          "What was due at " + due.at() + " failed: " + due.key(),
          failure);
    }
  }

  private synchronized List<Due> takeDue() {
    Instant now = aws.clock().instant();
    List<Due> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
      Due next = queue.remove();
      byKey.remove(next.key(), next);
      due.add(next);
    }
    if (queue.isEmpty()) {
      stop();
    }
    return due;
  }

  private void stop() {
    if (ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }
}
