package dev.rehearsal.terraform.aws.accessanalyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.terraform.TerraformFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;

class AnalyzerTypeTest {

  @TempDir Path folder;

  @Test
  void analyzerLivesItsWholeLife() {
    try (TerraformFixture stage = new TerraformFixture(folder)) {
      assertEquals(1, stage.apply(analyzer("outside", "shop")).added());
      AccessAnalyzerClient client = stage.client(AccessAnalyzerClient.class);
      assertEquals(
          "shop",
          client.getAnalyzer(get -> get.analyzerName("outside")).analyzer().tags().get("Team"));

      assertEquals(1, stage.apply(analyzer("outside", "security")).changed());
      assertEquals(
          "security",
          client.getAnalyzer(get -> get.analyzerName("outside")).analyzer().tags().get("Team"));

      client.deleteAnalyzer(delete -> delete.analyzerName("outside"));
      assertEquals(
          Map.of("aws_accessanalyzer_analyzer.this", "create"),
          stage.plan(analyzer("outside", "security")));
      stage.apply(analyzer("outside", "security"));
      stage.reimport("aws_accessanalyzer_analyzer.this", "outside");
      assertEquals(
          Map.of("aws_accessanalyzer_analyzer.this", "replace"),
          stage.plan(analyzer("other", "security")));
      stage.destroy();
      assertEquals(List.of(), client.listAnalyzers(list -> {}).analyzers());
    }
  }

  private static String analyzer(String name, String team) {
    return """
    resource "aws_accessanalyzer_analyzer" "this" {
      analyzer_name = "%s"
      tags          = { Team = "%s" }
    }
    """
        .formatted(name, team);
  }
}
