package dev.rehearsal.journeys.engine;

import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunListener;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.stage.Stage;
import dev.rehearsal.stage.StageSource;
import java.util.ArrayList;
import java.util.List;
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
 * parameters: {@code rehearsal.parallel}, how many journeys run at a time, and {@code
 * rehearsal.seed}, where every id of the run comes from.
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
    Reporting reporting = new Reporting(root.journeys(), listener);
    List<RunListener> listeners = new ArrayList<>(List.of(reporting));
    ServiceLoader.load(RunListener.class).forEach(listeners::add);
    RunSettings settings = settings(request.getConfigurationParameters());
    try {
      new JourneyRun(settings, listeners)
          .on(
              JourneyTestEngine::open,
              root.journeys().stream().map(JourneyDescriptor::file).toList());
      listener.executionFinished(root, TestExecutionResult.successful());
    } catch (RuntimeException defect) {
      reporting.failRest(defect);
      listener.executionFinished(root, TestExecutionResult.failed(defect));
    }
  }

  private static Stage open() throws Exception {
    StageSource source =
        ServiceLoader.load(StageSource.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "No "
                            + StageSource.class.getName()
                            + " is on the class path: add the module that stands a stage up."));
    return source.open();
  }

  private static RunSettings settings(ConfigurationParameters parameters) {
    RunSettings settings = RunSettings.defaults();
    int parallel =
        parameters.get("rehearsal.parallel", Integer::valueOf).orElse(settings.parallel());
    long seed = parameters.get("rehearsal.seed", Long::valueOf).orElse(settings.seed());
    return settings.withParallel(parallel).withSeed(seed);
  }
}
