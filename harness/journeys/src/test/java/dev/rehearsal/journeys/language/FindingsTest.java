package dev.rehearsal.journeys.language;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.findings.Rule;
import dev.rehearsal.journeys.findings.SourceText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code x.journey.yaml} has the findings that {@code x.findings} says, and no other. */
class FindingsTest {

  private static final Path FOLDER = Path.of("src/test/resources/findings");

  static List<Path> fixtures() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(each -> each.toString().endsWith(JourneyFile.SUFFIX)).sorted().toList();
    }
  }

  private static JourneyFile read(Path file) throws IOException {
    Path name = Path.of(file.getFileName().toString());
    return JourneyReader.read("fixture", SourceText.of(name, Files.readString(file)));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void allFindingsOfAFileAreReportedAtOnce(Path file) throws IOException {
    String actual = read(file).findings().stream().map(Finding::format).collect(joining());
    Path expected = Path.of(file.toString().replace(JourneyFile.SUFFIX, ".findings"));
    if (!Files.exists(expected)) {
      Files.writeString(expected, actual);
      fail("There was no " + expected + "; it is written now: see whether it is right.");
    }
    assertEquals(Files.readString(expected), actual);
  }

  @Test
  void everyRuleHasAFixture() throws IOException {
    Set<Rule> missing = EnumSet.allOf(Rule.class);
    for (Path file : fixtures()) {
      read(file).findings().forEach(finding -> missing.remove(finding.rule()));
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void noDamageToAFileEndsInAnExceptionOrTakesASecond() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : sources()) {
      texts.add(Files.readString(file));
    }
    Damage damage = new Damage(texts, new Random(7));
    long slowest = 0;
    for (int i = 0; i < 10_000; i++) {
      SourceText source = SourceText.of(Path.of("damaged.journey.yaml"), damage.next());
      long start = busy();
      JourneyReader.read("damaged", source).findings().forEach(Finding::format);
      slowest = Math.max(slowest, busy() - start);
    }
    assertTrue(slowest < 1_000_000_000L, slowest / 1_000_000 + " ms");
  }

  /** The processor's time of this thread: what other processes take doesn't count. */
  private static long busy() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The fixtures, and the journeys that are really run. */
  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>(fixtures());
    try (Stream<Path> all = Files.walk(Path.of("../../scenarios/journeys"))) {
      all.filter(each -> each.toString().endsWith(JourneyFile.SUFFIX)).sorted().forEach(files::add);
    }
    assertTrue(files.size() > 40, files.toString());
    return files;
  }

  @Test
  void aFileThatNestsWithoutEndIsAFinding() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          String text = "journey: a\nsteps: " + "[".repeat(50_000);
          JourneyFile file =
              JourneyReader.read("deep", SourceText.of(Path.of("deep.journey.yaml"), text));
          assertEquals(Rule.YAML_SYNTAX, file.findings().get(0).rule());
        });
  }
}
