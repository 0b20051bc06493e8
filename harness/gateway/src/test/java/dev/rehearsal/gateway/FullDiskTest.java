package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class FullDiskTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskFailsNoCallAndIsToldAtTheEnd() {
    Ledger ledger = new Ledger(1_000, Path.of("/dev/full"));
    for (int i = 0; i < 500; i++) {
      ledger.accept(hop(i));
    }
    assertEquals(500, ledger.hops().size());
    String message =
        String.valueOf(assertThrows(UncheckedIOException.class, ledger::close).getMessage());
    assertTrue(message.contains("/dev/full") && message.contains("disk full"), message);
  }

  private static Hop hop(int number) {
    return new Hop(
        "hop" + number,
        Hop.Kind.HTTP,
        new Trace("1-00000000-000000000000000000000000", null),
        "client",
        "payments",
        "POST /charges",
        "a resource with a name of some length",
        Instant.EPOCH,
        Duration.ZERO,
        200,
        null,
        null,
        null,
        Map.of());
  }
}
