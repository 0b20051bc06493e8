package dev.rehearsal.stage.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchTest {

  private final Map<String, String> ends = new ConcurrentHashMap<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Watch.Watched container(String name, String id) {
    return new Watch.Watched(name, id, Path.of(id + ".log"), stopped::get);
  }

  @Test
  void aContainerThatDiesIsNamedWithItsLog() throws InterruptedException {
    try (Watch watch = new Watch(ends::get, 5)) {
      watch.add(container("LocalStack", "one"));
      watch.add(container("PostgreSQL", "two"));
      assertEquals(Optional.empty(), watch.broken());
      ends.put("two", "exit code 137");
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (watch.broken().isEmpty() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      String broken = watch.broken().orElseThrow();
      assertTrue(broken.startsWith("The PostgreSQL container died (exit code 137)."), broken);
      assertTrue(broken.endsWith("two.log"), broken);
    }
  }

  @Test
  void aContainerThatWasStoppedIsMissedByNobody() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(3);
    Watch.Ends seen =
        id -> {
          looks.countDown();
          return ends.get(id);
        };
    try (Watch watch = new Watch(seen, 5)) {
      watch.add(container("LocalStack", "one"));
      stopped.set(true);
      ends.put("one", "exit code 0");
      watch.add(new Watch.Watched("PostgreSQL", "two", Path.of("two.log"), () -> false));
      assertTrue(looks.await(10, TimeUnit.SECONDS));
      assertEquals(Optional.empty(), watch.broken());
    }
  }
}
