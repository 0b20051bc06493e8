package dev.rehearsal.stage.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
    return new Watch.Watched(name, id, id + ".log", stopped::get);
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
  void aPortIsSilentWhenNobodyListensThere() throws IOException {
    String address;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "127.0.0.1:" + server.getLocalPort();
      assertNull(Watch.silence(address));
    }
    assertTrue(String.valueOf(Watch.silence(address)).startsWith(address + " does not answer"));
    assertNotNull(Watch.silence("no.such.host.invalid:5432"));
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
      watch.add(new Watch.Watched("PostgreSQL", "two", "two.log", () -> false));
      assertTrue(looks.await(10, TimeUnit.SECONDS));
      assertEquals(Optional.empty(), watch.broken());
    }
  }
}
