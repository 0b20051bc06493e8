package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.Recording;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.EmbeddedStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What somebody did in the shop, written down, passes as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingTest {

  private final AtomicLong seeds = new AtomicLong(10);
  private EmbeddedStage stage;

  @BeforeAll
  void stand() throws Exception {
    Path work = Files.createDirectories(Path.of("target/recording-stage").toAbsolutePath());
    stage = DevStage.stand(Path.of("..").toAbsolutePath().normalize(), work, 1);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  /** Each run has ids of its own: on a stage that stands those of earlier ones are known. */
  private void pass(JourneyFile file, String text) {
    RunSettings settings = RunSettings.defaults().withSeed(seeds.incrementAndGet());
    RunSummary summary = new JourneyRun(settings, List.of()).on(stage, List.of(file));
    assertEquals(0, summary.exitCode(), () -> summary.results().get(0).failure() + "\n" + text);
  }

  /** A person waits for the last message too: it may be under way when the journey has passed. */
  private void awaitRest() throws InterruptedException {
    long before = -1;
    for (int i = 0; i < 15 && before != stage.ledger().count(); i++) {
      before = stage.ledger().count();
      Thread.sleep(2_000);
    }
  }

  /** Records what a journey does, as if a person had done it. */
  private String recorded(String id) throws Exception {
    long since = stage.ledger().count();
    Path file = Path.of("journeys", id + JourneyFile.SUFFIX);
    pass(JourneyFiles.read(List.of(file)).get(0), id);
    awaitRest();
    return Recording.journey(
            stage, "What was recorded", stage.ledger().after(since).hops(), stage.ledger().hops())
        .orElseThrow();
  }

  private void passes(String text) {
    SourceText source = SourceText.of(Path.of("recorded.journey.yaml"), text);
    JourneyFile file = JourneyReader.read("recorded", source);
    assertEquals(List.of(), file.findings().stream().filter(Finding::isError).toList(), text);
    pass(file, text);
  }

  @Test
  void aPurchaseThatIsCancelled() throws Exception {
    String text = recorded("buy/cancel");
    assertTrue(text.contains("capture: { orderId: $.id }"), text);
    assertTrue(text.contains("POST /orders/${orderId}/cancel"), text);
    assertTrue(text.contains("- secretsmanager:GetSecretValue on application (cold)"), text);
    assertTrue(text.contains("inbox:"), text);
    assertFalse(text.contains("@customers.example") || text.contains("Bearer"), text);
    passes(text);
  }

  @Test
  void aGuestWhoSignsIn() throws Exception {
    String text = recorded("cart/guest-signs-in");
    assertTrue(text.contains("X-Guest-Session: \"${uuid.guest}\""), text);
    passes(text);
  }

  @Test
  void aCardThatIsDeclined() throws Exception {
    String text = recorded("refuse/card-declined");
    assertTrue(text.contains("tok_declined"), text);
    passes(text);
  }
}
