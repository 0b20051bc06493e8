package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rehearsal.journeys.run.FailureText;
import dev.rehearsal.journeys.run.JourneyFiles;
import dev.rehearsal.journeys.run.JourneyRun;
import dev.rehearsal.journeys.run.RunSettings;
import dev.rehearsal.journeys.run.RunSummary;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Progress;
import dev.rehearsal.stage.Project;
import dev.rehearsal.stage.StageFailure;
import dev.rehearsal.terraform.TerraformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * Takes every resource type out of a copy of the platform's Terraform once: the journey or
 * lifecycle test that guards it must be green before and turn red. Runs with {@code -Premovals},
 * writes {@code target/removals.md}. {@code -Dremovals=s3,sns_topic} chooses types by parts of
 * their names.
 */
@Tag("removals")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovalsTest {

  private static final Path TABLE = Path.of("target", "removals.md");

  private final List<String> table = new ArrayList<>();
  private final ServicesTable services = ServicesTable.read(Project.around(Path.of("")));
  private Path folder;
  private BrokenCopy copy;
  private @Nullable EmbeddedStage stage;
  private int stages;
  private long seed = 9_000;

  @BeforeAll
  void copy(@TempDir Path folder) throws IOException {
    this.folder = folder;
    copy = new BrokenCopy(Project.around(Path.of("")), folder);
    table.add("| row | without | red | what it said |");
    table.add("|---|---|---|---|");
  }

  @AfterAll
  void close() throws IOException {
    leave();
    Files.write(TABLE, table);
    table.forEach(System.out::println);
  }

  @TestFactory
  Stream<DynamicTest> eachResourceTypeIsMissed() {
    List<String> chosen = List.of(System.getProperty("removals", "aws_").split(","));
    return Removals.all().stream()
        .filter(one -> chosen.stream().anyMatch(part -> one.toString().contains(part)))
        .map(one -> DynamicTest.dynamicTest(one.toString(), () -> check(one)));
  }

  private void check(Removal removal) throws IOException {
    EmbeddedStage whole = green(removal);
    for (Removal.Edit edit : removal.edits()) {
      edit.on(copy);
    }
    copy.forget(removal, whole.terraform().state());
    if (removal.walked() && removal.named()) {
      whole.terraform().apply();
    }
    copy.remove(removal);
    String red =
        red(removal).orElseGet(() -> fail(removal + ": " + removal.proof() + " stays green"));
    Set<Integer> rows = services.rowsOf(removal.types());
    String line =
        String.format("| %s | `%s` | %s | %s |", rows, removal, removal.proof(), cell(red));
    System.out.println(line);
    table.add(line.replaceFirst("\\[(.*?)]", "$1"));
  }

  private static String cell(String text) {
    String flat = text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    return flat.substring(0, Math.min(500, flat.length()));
  }

  /** A whole platform on which the journey is green: mended, or else a new one. */
  private EmbeddedStage green(Removal removal) throws IOException {
    copy.mend();
    if (!removal.walked()) {
      lifecycle(removal).ifPresent(said -> fail(removal.proof() + " is red on all: " + said));
    }
    EmbeddedStage standing = stage;
    if (standing != null) {
      try {
        standing.reapply(Progress.silent());
        if (!removal.walked() || walk(removal, standing).isEmpty()) {
          return standing;
        }
      } catch (TerraformException
          | StageFailure
          | software.amazon.awssdk.core.exception.SdkException tooBroken) {
        System.out.println("Not to be mended: " + cell(String.valueOf(tooBroken.getMessage())));
      }
    }
    EmbeddedStage anew = stand();
    if (removal.walked()) {
      walk(removal, anew).ifPresent(said -> fail(removal.proof() + " is red on all: " + said));
    }
    return anew;
  }

  private EmbeddedStage stand() {
    leave();
    EmbeddedStage anew = DevStage.stand(copy.home(), folder.resolve("stage" + stages++), 1);
    stage = anew;
    return anew;
  }

  private void leave() {
    EmbeddedStage standing = stage;
    stage = null;
    if (standing != null) {
      standing.close();
    }
  }

  /** What the guard says of a platform without the resources; empty where it stays green. */
  private Optional<String> red(Removal removal) throws IOException {
    if (!removal.walked()) {
      return lifecycle(removal);
    }
    if (removal.start() == Removal.Start.NEW) {
      leave();
    }
    EmbeddedStage without = stage == null ? stand() : stage;
    without.terraform().apply();
    if (removal.start() == Removal.Start.COLD) {
      coolDown(without);
    }
    return walk(removal, without);
  }

  private Optional<String> lifecycle(Removal removal) throws IOException {
    try {
      LifecycleChecks.run(
          removal.proof().replaceFirst("^.*\\.", ""),
          new Project(copy.home()),
          Files.createTempDirectory(folder, "ground"));
      return Optional.empty();
    } catch (AssertionError | RuntimeException red) {
      return Optional.of(red.toString());
    }
  }

  /** Each run has ids of its own: the stage has seen the others. */
  private Optional<String> walk(Removal removal, EmbeddedStage on) throws IOException {
    Path file = Path.of("journeys", removal.proof() + ".journey.yaml");
    RunSummary summary =
        new JourneyRun(RunSettings.defaults().withSeed(seed++), List.of())
            .on(on, JourneyFiles.read(List.of(file)));
    if (summary.exitCode() == 0) {
      return Optional.empty();
    }
    assertEquals(1, summary.exitCode(), summary::verdict);
    return Optional.of(said(FailureText.of(summary.results().get(0))));
  }

  /** The first sentence, and the facts that say most: which hop, or else what was there. */
  private static String said(String text) {
    String first = text.lines().findFirst().orElse("");
    List<String> hops =
        facts(text, "hop").filter(hop -> !hop.startsWith("nothing was refused")).toList();
    if (!hops.isEmpty()) {
      // What a function did not get says more than that the function failed.
      return first
          + "; "
          + hops.stream()
              .filter(hop -> !hop.contains(": INVOKE on "))
              .findFirst()
              .orElse(hops.get(0));
    }
    return Stream.of("expected", "but was", "error", "refused")
        .flatMap(key -> facts(text, key).limit(1).map(value -> "; " + key + ": " + value))
        .collect(Collectors.joining("", first, ""));
  }

  private static Stream<String> facts(String text, String key) {
    return Pattern.compile("(?m)^ +" + key + " *: (.*)$")
        .matcher(text)
        .results()
        .map(found -> found.group(1));
  }

  private void coolDown(EmbeddedStage on) {
    LambdaClient lambda = on.client(LambdaClient.class);
    lambda.listFunctionsPaginator().functions().stream()
        .map(function -> Map.entry(function.functionName(), "Cold " + seed))
        .forEach(
            function ->
                lambda.updateFunctionConfiguration(
                    update ->
                        update.functionName(function.getKey()).description(function.getValue())));
  }
}
