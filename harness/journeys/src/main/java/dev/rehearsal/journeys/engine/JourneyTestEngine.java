package dev.rehearsal.journeys.engine;

import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.StageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;

/**
 * Runs journeys as tests.
 *
 * <p>Select them by files and folders. The stage comes from the {@link StageSource} and further
 * listeners from the {@link RunListener}s that {@link ServiceLoader} finds. Configuration
 * parameters: {@code rehearsal.target}, where the stage stands, {@code rehearsal.parallel}, how
 * many journeys run at a time, and {@code rehearsal.seed}, where every id of the run comes from.
 *
 * <p>At the end a line tells what ran on the target, or why nothing did; then its journeys are
 * skipped.
 */
public final class JourneyTestEngine implements TestEngine {

  /** The engine's id, for {@code @IncludeEngines}. */
  public static final String ID = "rehearsal";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    JourneysDescriptor root = new JourneysDescriptor(id);
    new Discovery(request, root).discover();
    return root;
  }

  @Override
  public void execute(ExecutionRequest request) {
    JourneysDescriptor root = (JourneysDescriptor) request.getRootTestDescriptor();
    var listener = request.getEngineExecutionListener();
    listener.executionStarted(root);
    StageSource source =
        request
            .getConfigurationParameters()
            .get("rehearsal.target")
            .map(target -> source().on(target))
            .orElseGet(JourneyTestEngine::source);
    Optional<String> absent = source.absent();
    if (absent.isPresent()) {
      root.journeys().forEach(test -> listener.executionSkipped(test, absent.get()));
      say(source, "No journey ran: " + absent.get());
      listener.executionFinished(root, TestExecutionResult.successful());
      return;
    }
    Reporting reporting = new Reporting(root.journeys(), listener);
    List<RunListener> listeners = new ArrayList<>(List.of(reporting));
    ServiceLoader.load(RunListener.class).forEach(listeners::add);
    RunSettings settings = settings(request.getConfigurationParameters());
    try {
      RunSummary summary =
          new JourneyRun(settings, listeners)
              .on(source, root.journeys().stream().map(JourneyDescriptor::file).toList());
      say(source, summary.verdict());
      listener.executionFinished(root, TestExecutionResult.successful());
    } catch (RuntimeException defect) {
      reporting.failRest(defect);
      listener.executionFinished(root, TestExecutionResult.failed(defect));
    }
  }

  private static void say(StageSource source, String what) {
    System.out.println("Target " + source.target() + ": " + what);
  }

  private static StageSource source() {
    return ServiceLoader.load(StageSource.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No "
                        + StageSource.class.getName()
                        + " is on the class path: add the module that stands a stage up."));
  }

  private static RunSettings settings(ConfigurationParameters parameters) {
    RunSettings settings = RunSettings.defaults();
    int parallel =
        parameters.get("rehearsal.parallel", Integer::valueOf).orElse(settings.parallel());
    long seed = parameters.get("rehearsal.seed", Long::valueOf).orElse(settings.seed());
    return settings.withParallel(parallel).withSeed(seed);
  }
}
