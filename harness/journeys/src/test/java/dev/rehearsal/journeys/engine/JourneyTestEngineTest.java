package dev.rehearsal.journeys.engine;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.rehearsal.journeys.run.FakeStage;
import dev.rehearsal.stage.Stage;
import dev.rehearsal.stage.StageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

class JourneyTestEngineTest {

  /** Found by the service loader, as a stage's module would be. */
  public static final class Source implements StageSource {
    @Override
    public Stage open() {
      return new FakeStage().json("GET /", 200, "{}");
    }
  }

  @Test
  void eachJourneyIsATestAndOneWithErrorsFails(@TempDir Path folder) throws IOException {
    write(
        folder, "good", "journey: The shop opens\nsteps: [{ browse: /, expect: { status: 200 } }]");
    write(folder, "bad", "journey: Nothing\nsteps: [{ browse: /, expects: {} }]");
    write(
        folder,
        "red",
        "journey: The shop is shut\nsteps: [{ browse: /, expect: { status: 503 } }]");
    var results =
        EngineTestKit.engine(JourneyTestEngine.ID)
            .selectors(selectDirectory(folder.toFile()))
            .execute();
    results.testEvents().assertStatistics(stats -> stats.started(3).succeeded(1).failed(2));
    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(1, event(displayName("The shop opens"), finishedSuccessfully()))
        .haveExactly(
            1,
            event(
                displayName("The shop is shut"),
                finishedWithFailure(message(text -> text.contains("but was   : status 200")))))
        .haveExactly(
            1,
            event(
                displayName("bad"),
                finishedWithFailure(message(text -> text.contains("did you mean `expect`?")))));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".journey.yaml"), text);
  }
}
