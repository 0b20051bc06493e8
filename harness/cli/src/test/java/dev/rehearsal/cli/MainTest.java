package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says and answers where it can't do what it is asked. */
class MainTest {

  private static final String JOURNEY =
      """
      journey: A page
      steps:
        - browse: /
          expect: { status: 200 }
      """;

  /**
   * How a command ended.
   *
   * @param said what it wrote, to both streams
   */
  private record Ended(int exit, String said) {}

  @TempDir Path home;

  @BeforeEach
  void project() throws IOException {
    Files.createDirectories(home.resolve("terraform/environments/dev"));
    Files.createDirectories(home.resolve("platform-code"));
    Path journeys = Files.createDirectories(home.resolve("scenarios/journeys"));
    Files.writeString(journeys.resolve("page.journey.yaml"), JOURNEY);
  }

  private void built() throws IOException {
    for (String archive :
        List.of(
            "platform-code/functions/target/packages/functions.zip",
            "platform-code/database/target/packages/database-migrate.zip")) {
      Path file = home.resolve(archive);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "no zip");
    }
  }

  /** What the guard needs, and nothing else: no Terraform above all. */
  private Path programs() throws IOException {
    Path folder = Files.createDirectories(home.resolve("programs"));
    for (String name : List.of("sh", "rm", "cat", "sleep", "kill")) {
      Path link = folder.resolve(name);
      Path program = Path.of("/bin", name);
      if (Files.exists(program) && !Files.exists(link)) {
        Files.createSymbolicLink(link, program);
      }
    }
    return folder;
  }

  /** Runs the command line on the project, with no Terraform on the PATH and none to be had. */
  private Ended rehearse(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Drehearsal.terraform.site=http://127.0.0.1:1/terraform",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Path said = home.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("PATH", programs().toString());
    builder.environment().put("REHEARSAL_HOME", home.toString());
    builder.environment().put("REHEARSAL_CACHE", home.resolve("cache").toString());
    builder.environment().remove("HTTPS_PROXY");
    builder.environment().remove("https_proxy");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "It hangs.");
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(said, StandardCharsets.UTF_8);
    assertFalse(text.contains("\tat ") || text.contains("Exception"), text);
    return new Ended(process.exitValue(), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "journey: [                               | yaml-syntax",
        "journey: a\\nstep: []                    | unknown-key",
        "journey: a\\nsteps: [{ api: 'GET /orders/${order}', expect: { status: 200 } }] |"
            + " unknown-capture"
      })
  void aWrongJourneyFileIsBadInputWithItsPlace(String text, String rule) throws Exception {
    Files.writeString(
        home.resolve("scenarios/journeys/page.journey.yaml"), text.replace("\\n", "\n"));
    for (String command : List.of("check", "run")) {
      Ended ended = rehearse(command);
      assertEquals(2, ended.exit(), ended.said());
      assertTrue(ended.said().contains("[" + rule + "]"), ended.said());
      assertTrue(ended.said().contains("page.journey.yaml:"), ended.said());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --nonsense            | Unknown option",
        "run nobodys-tag           | nobodys-tag",
        "run missing.journey.yaml  | no such file",
        "check missing             | no such file",
        "run --environment moon    | There is no environment 'moon'",
        "run --target moon         | There is no target 'moon'",
        "cloud --port 70000        | 0 to 65535",
        "terraform plan            | No stage stands",
        "dance                     | Unmatched argument"
      })
  void wrongArgumentsAreBadInput(String arguments, String said) throws Exception {
    built();
    Ended ended = rehearse(arguments.split(" ", -1));
    assertEquals(2, ended.exit(), ended.said());
    assertTrue(ended.said().contains(said), ended.said());
  }

  @Test
  void functionsThatAreNotBuiltAreTheEnvironmentsFault() throws Exception {
    Ended ended = rehearse("run");
    assertEquals(3, ended.exit(), ended.said());
    assertTrue(ended.said().contains("The functions are not built"), ended.said());
    assertTrue(ended.said().contains("mvn "), ended.said());
  }

  @Test
  void withoutTerraformItSaysHowToGetOne() throws Exception {
    built();
    Ended ended = rehearse("run");
    assertEquals(3, ended.exit(), ended.said());
    assertTrue(ended.said().contains("Install Terraform 1.11 or newer, or OpenTofu"), ended.said());
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      Ended ended = rehearse("cloud", "--port", port);
      assertEquals(3, ended.exit(), ended.said());
      assertTrue(ended.said().contains("Port " + port + " of 127.0.0.1"), ended.said());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    built();
    Files.writeString(home.resolve("target"), "a file where a folder must be");
    Ended ended = rehearse("run");
    assertEquals(3, ended.exit(), ended.said());
    assertTrue(ended.said().contains(home.resolve("target").toString()), ended.said());
    assertTrue(ended.said().contains("must be writable"), ended.said());
  }

  @Test
  void outsideOfAProjectItSaysWhatItLooksFor() throws Exception {
    Files.delete(home.resolve("terraform/environments/dev"));
    Files.delete(home.resolve("terraform/environments"));
    Files.delete(home.resolve("terraform"));
    Ended ended = rehearse("run");
    assertEquals(3, ended.exit(), ended.said());
    assertTrue(ended.said().contains("terraform/ and platform-code/"), ended.said());
  }

  @Test
  void twoRunsWriteTheirReportsSideBySide() {
    Path wanted = home.resolve("target/rehearsal");
    try (ReportFolder first = ReportFolder.claim(wanted);
        ReportFolder second = ReportFolder.claim(wanted)) {
      assertEquals(wanted, first.path());
      assertEquals(home.resolve("target/rehearsal-2"), second.path());
    }
    try (ReportFolder next = ReportFolder.claim(wanted)) {
      assertEquals(wanted, next.path());
    }
  }
}
