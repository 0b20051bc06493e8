package dev.rehearsal.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.stage.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others' programs find wrong with the platform's Terraform, before anything is applied. */
class ScannersTest {

  private static final Pattern SKIPPED = Pattern.compile("checkov:skip=[A-Z0-9_]+(:\\S.{15,})?$");
  private static final Pattern LEFT_OUT = Pattern.compile("- CKV\\w+( # \\S.{15,})?$");

  private static final String DATABASE = "database/target/packages/database-migrate";

  private final Project project = Project.around(Path.of(""));

  private record Ran(int exit, String said) {}

  @ParameterizedTest
  @ValueSource(strings = {"dev", "stage", "prod"})
  void theEnvironmentIsFormattedAndValid(String environment, @TempDir Path folder)
      throws Exception {
    try (Ground ground = new Ground(folder, environment, Map.of())) {
      assertEquals(List.of(), ground.terraform().validate());
      String terraform = ground.terraform().program().toString();
      Ran ran =
          run(terraform, "fmt", "-check", "-recursive", "-diff", project.terraform().toString());
      assertEquals(0, ran.exit(), ran::said);
    }
  }

  /** {@code pip install checkov}; builds on machines without it say so and go on. */
  @Test
  void checkovFindsNothing() throws Exception {
    Optional<String> checkov = checkov();
    if (checkov.isEmpty()) {
      System.out.println("Skipped: checkov is not on the PATH (`pip install checkov`).");
    }
    assumeTrue(checkov.isPresent(), "checkov is not on the PATH");
    Ran ran =
        run(
            checkov.orElseThrow(),
            "--config-file",
            project.home().resolve(".checkov.yaml").toString(),
            "--skip-download",
            "-d",
            project.terraform().toString());
    assertEquals(0, ran.exit(), ran::said);
  }

  @Test
  void whatIsNotScannedHasAReason() throws IOException {
    List<String> without = new ArrayList<>();
    try (Stream<Path> files = Files.walk(project.terraform())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".tf")).toList()) {
        unexplained(file, "checkov:skip", SKIPPED, without);
      }
    }
    unexplained(project.home().resolve(".checkov.yaml"), "- CKV", LEFT_OUT, without);
    assertEquals(List.of(), without);
  }

  /** What a scanner of vulnerabilities is given is what runs, library by library. */
  @ParameterizedTest
  @ValueSource(strings = {"functions/target/packages/functions", DATABASE})
  void whatShipsIsOnItsBillOfMaterials(String archive) throws IOException {
    Path code = project.home().resolve("platform-code");
    Path bill = code.resolve(archive + ".bom.json");
    if (!Files.exists(bill)) {
      System.out.println("Skipped: " + bill + " is not there (-Dquick makes none).");
    }
    assumeTrue(Files.exists(bill), "built with -Dquick");
    List<String> listed = new ArrayList<>();
    for (JsonNode each : new ObjectMapper().readTree(bill.toFile()).get("components")) {
      listed.add(each.get("name").asText() + "-" + each.get("version").asText() + ".jar");
    }
    List<String> shipped = new ArrayList<>();
    try (ZipFile zip = new ZipFile(code.resolve(archive + ".zip").toFile())) {
      zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".jar"))
          .map(name -> name.substring(name.lastIndexOf('/') + 1))
          .forEach(shipped::add);
    }
    String own = Path.of(archive).getName(0) + "-";
    assertTrue(
        shipped.removeIf(name -> name.startsWith(own)), () -> "no " + own + " in " + archive);
    assertEquals(listed.stream().sorted().toList(), shipped.stream().sorted().toList());
  }

  private static void unexplained(Path file, String mark, Pattern whole, List<String> without)
      throws IOException {
    for (String line : Files.readAllLines(file)) {
      var found = whole.matcher(line);
      if (line.contains(mark) && !(found.find() && found.group(1) != null)) {
        without.add(file + ": " + line.strip());
      }
    }
  }

  private static Optional<String> checkov() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "checkov"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static Ran run(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("scanner", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertTrue(process.waitFor(5, java.util.concurrent.TimeUnit.MINUTES), "it does not end");
      return new Ran(process.exitValue(), Files.readString(said, UTF_8));
    } finally {
      Files.delete(said);
    }
  }
}
