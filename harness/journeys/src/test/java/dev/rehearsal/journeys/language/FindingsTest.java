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
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code x.journey.yaml} has the findings that {@code x.findings} says, and no other; so has
 * each {@code x.fragment.yaml}.
 */
class FindingsTest {

  private static final Path FOLDER = Path.of("src/test/resources/findings");

  static List<Path> fixtures() throws IOException {
    return files(FOLDER, JourneyFile.SUFFIX);
  }

  static List<Path> fragments() throws IOException {
    return files(FOLDER.resolve("fragments"), Fragment.SUFFIX);
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(each -> each.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static JourneyFile read(Path file) throws IOException {
    return JourneyReader.read("fixture", SourceText.read(file));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void allFindingsOfAFileAreReportedAtOnce(Path file) throws IOException {
    compare(file, JourneyFile.SUFFIX, read(file).findings());
  }

  @ParameterizedTest
  @MethodSource("fragments")
  void allFindingsOfAFragmentAreReportedAtOnce(Path file) throws IOException {
    compare(file, Fragment.SUFFIX, Fragment.read(SourceText.read(file)).findings());
  }

  private static void compare(Path file, String suffix, List<Finding> findings) throws IOException {
    String actual =
        findings.stream().map(Finding::format).collect(joining()).replace(FOLDER + "/", "");
    Path expected = Path.of(file.toString().replace(suffix, ".findings"));
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
    for (Path file : fragments()) {
      Fragment.read(SourceText.read(file))
          .findings()
          .forEach(finding -> missing.remove(finding.rule()));
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

  @Test
  void noDamageToAFragmentEndsInAnExceptionOrTakesASecond(@TempDir Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : fragments()) {
      texts.add(Files.readString(file));
    }
    for (Path file : files(Path.of("../../scenarios/fragments"), Fragment.SUFFIX)) {
      texts.add(Files.readString(file));
    }
    Path damaged =
        Files.createDirectory(folder.resolve("fragments")).resolve("damaged.fragment.yaml");
    SourceText journey =
        SourceText.of(
            folder.resolve("any.journey.yaml"),
            "journey: a\ngiven: { customers: [ada] }\nsteps:\n  - use: damaged\n    with:"
                + " { customer: ada, sku: \"${uuid}\", quantity: 2 }\n  - browse: /${orderId}\n");
    Damage damage = new Damage(texts, new Random(7));
    long slowest = 0;
    int used = 0;
    for (int i = 0; i < 5_000; i++) {
      Files.write(damaged, damage.next().getBytes(StandardCharsets.UTF_8));
      long start = busy();
      JourneyFile file = JourneyReader.read("any", journey);
      Fragment alone = Fragment.read(SourceText.read(damaged));
      file.findings().forEach(Finding::format);
      slowest = Math.max(slowest, busy() - start);
      alone.findings().forEach(Finding::format);
      // What is wrong with a fragment itself is never told of a journey alone.
      if (alone.findings().stream().anyMatch(Finding::isError)) {
        assertTrue(file.journey().isEmpty(), Files.readString(damaged));
        assertTrue(file.findings().containsAll(errors(alone)), Files.readString(damaged));
      }
      used += file.journey().isPresent() ? 1 : 0;
    }
    assertTrue(slowest < 1_000_000_000L, slowest / 1_000_000 + " ms");
    assertTrue(used > 50, used + " were still fragments");
  }

  private static List<Finding> errors(Fragment fragment) {
    return fragment.findings().stream().filter(Finding::isError).toList();
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
