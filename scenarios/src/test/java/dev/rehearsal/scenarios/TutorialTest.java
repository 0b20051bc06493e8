package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tutorial's file is right at each of its stages; the last of them is run with all journeys.
 */
class TutorialTest {

  private static final Pattern FILE = Pattern.compile("(?s)```yaml\n(.*?)```");

  private static List<String> stages() throws IOException {
    return FILE.matcher(Files.readString(Path.of("../docs/tutorial.md")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void theFileHasNoFindingAtAnyStage() throws IOException {
    List<String> stages = stages();
    assertTrue(stages.size() >= 3, stages.toString());
    for (String stage : stages) {
      SourceText source = SourceText.of(Path.of("my-first.journey.yaml"), stage);
      assertEquals(
          "",
          JourneyReader.read("tutorial", source).findings().stream()
              .map(Object::toString)
              .collect(Collectors.joining()));
    }
  }

  @Test
  void theLastStageIsTheJourneyThatIsRun() throws IOException {
    List<String> stages = stages();
    String run = Files.readString(Path.of("journeys/tutorial/my-first.journey.yaml"));
    assertEquals(
        stages.get(stages.size() - 1),
        run.lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n", "", "\n")));
  }
}
