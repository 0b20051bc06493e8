package dev.rehearsal.journeys.engine;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyResult;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;

/** Hands a run's events on to the JUnit Platform. */
final class Reporting implements RunListener {

  private final EngineExecutionListener listener;
  private final Map<String, JourneyDescriptor> waiting = new HashMap<>();
  private final Set<JourneyDescriptor> started = new HashSet<>();

  Reporting(List<JourneyDescriptor> journeys, EngineExecutionListener listener) {
    this.listener = listener;
    journeys.forEach(each -> waiting.put(path(each.file().source().path()), each));
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.FileFound found && found.file().journey().isEmpty()) {
      JourneyDescriptor test = waiting.remove(path(found.file().source().path()));
      if (test != null) {
        String findings =
            found.file().findings().stream().map(Finding::format).collect(Collectors.joining());
        start(test);
        listener.executionFinished(
            test, TestExecutionResult.failed(new JourneyFailed("\n" + findings)));
      }
    } else if (event instanceof RunEvent.JourneyStarted started) {
      JourneyDescriptor test = waiting.get(path(started.journey().source().path()));
      if (test != null) {
        start(test);
      }
    } else if (event instanceof RunEvent.JourneyFinished finished) {
      JourneyResult result = finished.result();
      JourneyDescriptor test = waiting.remove(path(result.journey().source().path()));
      if (test != null) {
        listener.executionFinished(test, outcome(result));
      }
    } else if (event instanceof RunEvent.RunFinished finished) {
      String environment = finished.summary().environment();
      if (environment != null) {
        failRest(new JourneyFailed("The stage could not be stood up: " + environment));
      }
    }
  }

  /** Fails every journey that has not ended. */
  void failRest(Throwable cause) {
    for (JourneyDescriptor test : List.copyOf(waiting.values())) {
      start(test);
      listener.executionFinished(test, TestExecutionResult.failed(cause));
    }
    waiting.clear();
  }

  private void start(JourneyDescriptor test) {
    if (started.add(test)) {
      listener.executionStarted(test);
    }
  }

  private static TestExecutionResult outcome(JourneyResult result) {
    return switch (result.status()) {
      case PASSED -> TestExecutionResult.successful();
      case SKIPPED -> TestExecutionResult.aborted(new JourneyFailed(FailureText.of(result)));
      case FAILED -> TestExecutionResult.failed(new JourneyFailed("\n" + FailureText.of(result)));
    };
  }

  private static String path(java.nio.file.Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
