package dev.rehearsal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.Recording;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.report.ConsoleReport;
import dev.rehearsal.report.Reports;
import dev.rehearsal.stage.Stage;
import dev.rehearsal.stage.StageFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Runs journeys on a stage that stands, for other processes of its owner: one run at a time.
 *
 * <p>Who asks sends a {@link RunOrder} as one line of JSON to the loopback port and gets what its
 * terminal shows; the last line is {@code exit N}. The token stands in the standing stage's file,
 * which only its owner can read.
 */
final class StandingRuns implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXIT = "exit ";

  private final Stage stage;
  private final Path reports;
  private final ServerSocket socket;
  private final String token = UUID.randomUUID().toString();

  private StandingRuns(Stage stage, Path reports, ServerSocket socket) {
    this.stage = stage;
    this.reports = reports;
    this.socket = socket;
  }

  /**
   * Opens the door.
   *
   * @param reports the folder that reports of each run go to
   */
  static StandingRuns open(Stage stage, Path reports) {
    try {
      ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
      StandingRuns runs = new StandingRuns(stage, reports, socket);
      Thread door = new Thread(runs::serve, "standing-runs");
      door.setDaemon(true);
      door.start();
      return runs;
    } catch (IOException failure) {
      throw new StageFailure("No port could be opened for runs on this stage.", failure);
    }
  }

  /** How other processes find the door. */
  Map<String, String> facts() {
    return Map.of("runs.port", String.valueOf(socket.getLocalPort()), "runs.token", token);
  }

  /** Runs journeys, and writes their reports. */
  synchronized RunSummary run(RunOrder order, PrintStream out) throws IOException {
    List<JourneyFile> files = JourneyFiles.read(order.files().stream().map(Path::of).toList());
    List<RunListener> listeners = new ArrayList<>(Reports.in(reports));
    listeners.add(0, new ConsoleReport(out, order.console()));
    RunSummary summary = new JourneyRun(order.settings(), listeners).on(stage, files);
    out.println("Report: " + reports.resolve("report.html"));
    return summary;
  }

  /** Has a standing stage run journeys; shows what it tells, answers the exit code. */
  static int ask(Standing standing, RunOrder order, PrintStream out) {
    return ask(
        standing,
        token ->
            new RunOrder(token, order.files(), order.parallel(), order.seed(), order.console()),
        out);
  }

  /**
   * Has a standing stage tell what happened on it as a journey: with {@code since} below 0 how many
   * hops there have been, as one line; else the journey made of those after.
   */
  static int record(Standing standing, String title, long since, PrintStream out) {
    return ask(standing, token -> new RecordOrder(token, title, since), out);
  }

  private static int ask(Standing standing, Function<String, Object> order, PrintStream out) {
    String port = standing.facts().get("runs.port");
    String token = standing.facts().get("runs.token");
    if (port == null || token == null) {
      throw new BadInput(
          "The stage that stands takes no orders: `./rehearse down`, then up again.");
    }
    try (Socket door = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      door.getOutputStream()
          .write(
              (JSON.writeValueAsString(order.apply(token)) + "\n")
                  .getBytes(StandardCharsets.UTF_8));
      BufferedReader told =
          new BufferedReader(new InputStreamReader(door.getInputStream(), StandardCharsets.UTF_8));
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        if (line.startsWith(EXIT)) {
          return Integer.parseInt(line.substring(EXIT.length()));
        }
        out.println(line);
        out.flush();
      }
      throw new StageFailure("The standing stage ended before the run did.", null);
    } catch (IOException failure) {
      throw new StageFailure(
          "The standing stage does not answer: " + failure.getMessage(), failure);
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket asking = socket.accept()) {
        serve(asking);
      } catch (IOException gone) {
        // Who asked has gone, or the stage closes: the next one is served, where there is one.
        continue;
      }
    }
  }

  private void serve(Socket asking) throws IOException {
    BufferedReader line =
        new BufferedReader(new InputStreamReader(asking.getInputStream(), StandardCharsets.UTF_8));
    JsonNode asked = JSON.readTree(String.valueOf(line.readLine()));
    if (!MessageDigest.isEqual(
        asked.path("token").asText().getBytes(StandardCharsets.UTF_8),
        token.getBytes(StandardCharsets.UTF_8))) {
      return;
    }
    try (PrintStream out =
        new PrintStream(asking.getOutputStream(), true, StandardCharsets.UTF_8)) {
      int exit;
      try {
        exit =
            asked.has("since")
                ? record(JSON.treeToValue(asked, RecordOrder.class), out)
                : run(JSON.treeToValue(asked, RunOrder.class), out).exitCode();
      } catch (NoSuchFileException missing) {
        out.println("rehearse: " + missing.getFile() + ": no such file.");
        exit = ExitCode.INPUT;
      } catch (RuntimeException failed) {
        System.getLogger(StandingRuns.class.getName())
            .log(System.Logger.Level.ERROR, "A run on the standing stage failed", failed);
        out.println("rehearse: the run failed: " + failed.getMessage());
        exit = ExitCode.ENVIRONMENT;
      }
      out.println(EXIT + exit);
    }
  }

  private int record(RecordOrder order, PrintStream out) {
    if (order.since() < 0) {
      out.println(stage.ledger().count());
      return ExitCode.PASSED;
    }
    Optional<String> journey =
        Recording.journey(
            stage,
            order.title(),
            stage.ledger().after(order.since()).hops(),
            stage.ledger().hops());
    journey.ifPresent(out::print);
    return journey.isPresent() ? ExitCode.PASSED : ExitCode.FAILED;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      System.getLogger(StandingRuns.class.getName())
          .log(System.Logger.Level.WARNING, "The port for runs did not close", alreadyClosed);
    }
  }
}
