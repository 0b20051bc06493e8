package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.gateway.Ledger;
import dev.rehearsal.report.ConsoleStyle;
import dev.rehearsal.stage.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;

/** A run whose user has had enough, on a stage whose database never answers. */
@Timeout(60)
class StoppedRunTest {

  private static final String JOURNEY =
      """
      journey: It waits for long
      steps:
        - eventually: 5m
          expect: { sql: { query: "select 1", rows: [[1]] } }
      """;

  private final AtomicInteger looks = new AtomicInteger();
  @TempDir private Path folder;
  private StandingRuns runs;

  @BeforeEach
  void open() {
    Stage stage =
        (Stage)
            Proxy.newProxyInstance(
                Stage.class.getClassLoader(), new Class<?>[] {Stage.class}, this::answer);
    runs = StandingRuns.open(stage, folder.resolve("reports"));
  }

  @AfterEach
  void close() {
    runs.close();
  }

  private @Nullable Object answer(Object stage, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "target" -> "embedded";
      case "outputs" -> Map.of();
      case "region" -> "eu-west-1";
      case "now" -> Instant.now();
      case "ledger" -> new Ledger(10);
      case "client" -> {
        Class<?> type = (Class<?>) Objects.requireNonNull(arguments)[0];
        yield Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (client, call, request) -> ListDashboardsResponse.builder().build());
      }
      case "database" -> {
        looks.incrementAndGet();
        throw new SQLException("It does not answer.");
      }
      default -> {
        if (method.isDefault()) {
          yield InvocationHandler.invokeDefault(
              stage, method, arguments == null ? new Object[0] : arguments);
        }
        throw new AssertionError(method.toString());
      }
    };
  }

  private Socket ask() throws IOException {
    Path file = Files.writeString(folder.resolve("long.journey.yaml"), JOURNEY);
    Map<String, String> facts = runs.facts();
    Socket door =
        new Socket(
            InetAddress.getLoopbackAddress(),
            Integer.parseInt(Objects.requireNonNull(facts.get("runs.port"))));
    RunOrder order =
        new RunOrder(
            Objects.requireNonNull(facts.get("runs.token")),
            List.of(file.toString()),
            1,
            1,
            new ConsoleStyle(false, false, ConsoleStyle.Detail.NORMAL));
    door.getOutputStream()
        .write(
            (new ObjectMapper().writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
    return door;
  }

  private static BufferedReader reader(Socket door) throws IOException {
    return new BufferedReader(new InputStreamReader(door.getInputStream(), StandardCharsets.UTF_8));
  }

  private void awaitLook() {
    int before = looks.get();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() > before);
  }

  @Test
  void whoHasNoMoreToSayStopsTheRunAndIsToldItsEnd() throws Exception {
    try (Socket door = ask()) {
      awaitLook();
      door.shutdownOutput();
      List<String> told = reader(door).lines().toList();
      assertEquals("exit 1", told.get(told.size() - 1), told.toString());
      assertTrue(
          told.toString().contains("The run was interrupted while this was waited for"),
          told.toString());
    }
  }

  @Test
  void aSecondRunWaitsForItsTurnAndSaysSo() throws Exception {
    Socket first = ask();
    awaitLook();
    try (Socket second = ask()) {
      BufferedReader told = reader(second);
      assertEquals("Another run is on this stage: waiting until it has ended …", told.readLine());
      first.close(); // A terminal that is closed is enough.
      assertTrue(String.valueOf(told.readLine()).contains("The stage stands"));
      assertTrue(runs.stop(Duration.ofSeconds(20)), "the run goes on");
    }
  }
}
