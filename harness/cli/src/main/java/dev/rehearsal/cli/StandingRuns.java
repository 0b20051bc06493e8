package dev.rehearsal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs journeys on a stage that stands, for other processes of its owner: one run at a time.
 *
 * <p>Who asks sends a {@link RunOrder} as one line of JSON to the loopback port and gets what its
 * terminal shows; the last line is {@code exit N}. Who ends the connection, or the sending half of
 * it, stops the run: what its journeys changed is put back. The token stands in the standing
 * stage's file, which only its owner can read.
 */
final class StandingRuns implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final System.Logger LOG = System.getLogger(StandingRuns.class.getName());
  private static final String EXIT = "exit ";

  /** How long Ctrl-C waits for what is put back; the stage goes on with it in any case. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Stage stage;
  private final Path reports;
  private final ServerSocket socket;
  private final String token = UUID.randomUUID().toString();
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Set<JourneyRun> running = ConcurrentHashMap.newKeySet();

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

  /** Runs journeys when it is their turn, and writes their reports. */
  RunSummary run(RunOrder order, PrintStream out) throws IOException {
    return run(order, out, run -> {});
  }

  private RunSummary run(RunOrder order, PrintStream out, Consumer<JourneyRun> begun)
      throws IOException {
    List<RunListener> listeners = new ArrayList<>(Reports.in(reports));
    listeners.add(0, new ConsoleReport(out, order.console()));
    JourneyRun run = new JourneyRun(order.settings(), listeners);
    running.add(run);
    try {
      begun.accept(run);
      if (!turn.tryLock()) {
        out.println("Another run is on this stage: waiting until it has ended …");
        turn.lock();
      }
      try {
        RunSummary summary =
            run.on(stage, JourneyFiles.read(order.files().stream().map(Path::of).toList()));
        out.println("Report: " + reports.resolve("report.html"));
        return summary;
      } finally {
        turn.unlock();
      }
    } finally {
      running.remove(run);
    }
  }

  /**
   * Stops what runs, and waits until its journeys have put back what they changed.
   *
   * @return whether they have
   */
  boolean stop(Duration patience) {
    running.forEach(JourneyRun::stop);
    try {
      return turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
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
    CountDownLatch answered = new CountDownLatch(1);
    try (Socket door = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      try (var unused = new ShutdownHook("run-stop", () -> interrupt(door, answered, out))) {
        return ask(door, order.apply(token), out);
      } finally {
        answered.countDown();
      }
    } catch (IOException failure) {
      throw new StageFailure(
          "The standing stage does not answer: "
              + failure.getMessage()
              + ". `./rehearse down`, then `./rehearse up`; target/rehearsal/rehearse.log says more.",
          failure);
    }
  }

  private static int ask(Socket door, Object order, PrintStream out) throws IOException {
    door.getOutputStream()
        .write((JSON.writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
    BufferedReader told =
        new BufferedReader(new InputStreamReader(door.getInputStream(), StandardCharsets.UTF_8));
    for (String line = told.readLine(); line != null; line = told.readLine()) {
      if (line.startsWith(EXIT)) {
        return Integer.parseInt(line.substring(EXIT.length()));
      }
      out.println(line);
      out.flush();
    }
    throw new StageFailure(
        "The standing stage ended before the run did: `./rehearse up` stands another one up;"
            + " target/rehearsal/rehearse.log says more.",
        null);
  }

  /** The user's Ctrl-C: the run is stopped, and told to its end. */
  private static void interrupt(Socket door, CountDownLatch answered, PrintStream out) {
    try {
      out.println("Interrupted: what is under way puts back what it changed …");
      door.shutdownOutput();
      if (!answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        out.println("The stage has not put all back yet, and goes on with it.");
      }
    } catch (IOException gone) {
      out.println("The stage is gone.");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket asking = socket.accept();
        Thread one = new Thread(() -> serve(asking), "standing-run");
        one.setDaemon(true);
        one.start();
      } catch (IOException closing) {
        // The stage closes; or who asked has gone, and the next one is served.
        continue;
      }
    }
  }

  private void serve(Socket asking) {
    try (asking) {
      BufferedReader line =
          new BufferedReader(
              new InputStreamReader(asking.getInputStream(), StandardCharsets.UTF_8));
      JsonNode asked = JSON.readTree(String.valueOf(line.readLine()));
      if (MessageDigest.isEqual(
          asked.path("token").asText().getBytes(StandardCharsets.UTF_8),
          token.getBytes(StandardCharsets.UTF_8))) {
        try (PrintStream out =
            new PrintStream(asking.getOutputStream(), true, StandardCharsets.UTF_8)) {
          out.println(EXIT + answer(asked, line, out));
        }
      }
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.WARNING, "Who asked for a run has gone", gone);
    }
  }

  private int answer(JsonNode asked, BufferedReader line, PrintStream out) throws IOException {
    try {
      return asked.has("since")
          ? record(JSON.treeToValue(asked, RecordOrder.class), out)
          : run(JSON.treeToValue(asked, RunOrder.class), out, run -> stopAtEnd(line, run))
              .exitCode();
    } catch (NoSuchFileException missing) {
      out.println("rehearse: " + missing.getFile() + ": no such file.");
      return ExitCode.INPUT;
    } catch (RuntimeException failed) {
      LOG.log(System.Logger.Level.ERROR, "A run on the standing stage failed", failed);
      out.println("rehearse: the run failed: " + failed.getMessage());
      return ExitCode.ENVIRONMENT;
    }
  }

  /** Stops a run when who asked for it has no more to say; a run that has ended stays as it is. */
  private static void stopAtEnd(BufferedReader line, JourneyRun run) {
    Thread listening =
        new Thread(
            () -> {
              try {
                int said = line.read();
                while (said >= 0) {
                  said = line.read();
                }
              } catch (IOException gone) {
                LOG.log(System.Logger.Level.DEBUG, "Who asked for a run has gone", gone);
              }
              run.stop();
            },
            "standing-run-listening");
    listening.setDaemon(true);
    listening.start();
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
      LOG.log(System.Logger.Level.WARNING, "The port for runs did not close", alreadyClosed);
    }
  }
}
