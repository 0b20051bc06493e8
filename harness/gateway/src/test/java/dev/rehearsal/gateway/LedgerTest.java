package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;

final class LedgerTest {

  private static final int CLIENTS = 64;
  private static final int CALLS = 10_000;

  @TempDir private Path folder = Path.of("");

  @Test
  void tenThousandCallsOfManyClientsAreAllThereAndMemoryStaysBounded() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    try (Ledger ledger = new Ledger(1_000, file);
        Cloud cloud =
            Cloud.with(CloudSettings.standalone(folder.resolve("work"), folder))
                .filter(new Recorder(ledger))
                .build()) {
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int first = i;
        SqsClient sqs =
            cloud.client(SqsClient.class, new Caller.Root("000000000000", null), "us-east-1");
        running.add(
            clients.submit(
                () -> {
                  start.await();
                  for (int call = first; call < CALLS; call += CLIENTS) {
                    String prefix = "call-" + call;
                    sqs.listQueues(list -> list.queueNamePrefix(prefix));
                  }
                  return first;
                }));
      }
      start.countDown();
      for (Future<?> each : running) {
        each.get();
      }
      clients.shutdown();
      assertEquals(CALLS, ledger.count());
      assertEquals(1_000, ledger.hops().size());
    }
    Set<String> calls = new HashSet<>();
    Set<String> ids = new HashSet<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(file)) {
      var hop = json.readTree(line);
      calls.add(json.readTree(hop.path("request").asText()).path("QueueNamePrefix").asText());
      ids.add(hop.path("id").asText());
    }
    assertEquals(CALLS, calls.size());
    assertEquals(CALLS, ids.size());
  }

  @Test
  void theFileHasWholeLinesUpToTheLastHopWhileItIsWritten() throws IOException {
    Path file = folder.resolve("open.jsonl");
    try (Ledger ledger = new Ledger(10, file)) {
      for (int i = 0; i < 3; i++) {
        ledger.accept(hop("h" + i, "x".repeat(5_000), Map.of(), "http://payments/"));
        List<String> lines = Files.readAllLines(file);
        assertEquals(i + 1, lines.size());
        assertEquals(
            "h" + i, new ObjectMapper().readTree(lines.get(i)).path("id").asText(), "last line");
      }
    }
  }

  @Test
  void hopsWithLongBodiesMakeTheOldestGoEarlier() {
    Ledger ledger = new Ledger(1_000_000);
    String body = "x".repeat(16_000);
    for (int i = 0; i < 20_000; i++) {
      ledger.accept(hop("h" + i, body, Map.of(), "http://payments/"));
    }
    assertEquals(20_000, ledger.count());
    long kept =
        ledger.hops().stream().mapToLong(hop -> 2L * String.valueOf(hop.request()).length()).sum();
    assertTrue(kept <= Ledger.MOST_CHARACTERS, kept + " characters");
    assertTrue(kept > Ledger.MOST_CHARACTERS / 2, kept + " characters");
    assertEquals("h19999", ledger.hops().get(ledger.hops().size() - 1).id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=hush0123&x=1",
        "GET /k?X-Amz-Security-Token=hush0123%2F&X-Amz-Date=20260101T000000Z",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/s3/aws4_request, Signature=hush0123",
        "Authorization: Bearer hush0123hush",
        "{\"password\":\"hush0123\"}",
        "{\"VirtualMFADevice\":{\"Base32StringSeed\":\"hush0123\"}}",
        "{\"TokenCode\":\"hush0123\"}",
        "{\"nested\":{\"SecretAccessKey\":\"hush0123\"}}",
        "{\"body\":\"{\\\"clientSecret\\\":\\\"hush0123\\\"}\"}",
        "postgresql://shop:hush0123@127.0.0.1:5432/orders",
        "jdbc:postgresql://h/orders?user=shop&password=hush0123"
      })
  void secretsAreMaskedBeforeAHopIsKept(String text) throws IOException {
    Path file = folder.resolve("masked.jsonl");
    List<Hop> told = new ArrayList<>();
    try (Ledger ledger = new Ledger(10, file)) {
      ledger.listen(told::add);
      ledger.accept(hop("h", text, Map.of("note", text), text));
      assertFalse(ledger.hops().toString().contains("hush0123"), ledger.hops().toString());
    }
    assertFalse(told.toString().contains("hush0123"));
    assertFalse(Files.readString(file).contains("hush0123"), Files.readString(file));
  }

  private static Hop hop(
      String id, @Nullable String body, Map<String, String> facts, String resource) {
    return new Hop(
        id,
        Hop.Kind.HTTP,
        new Trace("1-r", null),
        "client",
        "payments",
        "POST /charges",
        resource,
        Instant.EPOCH,
        Duration.ZERO,
        200,
        null,
        body,
        body,
        facts);
  }
}
