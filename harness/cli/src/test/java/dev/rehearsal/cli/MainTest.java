package dev.rehearsal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    builder.environment().remove("BROWSER");
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

  @Test
  void aJourneyIsMeantByTheNameThatTheConsoleCallsIt() throws Exception {
    Path folder = Files.createDirectories(home.resolve("scenarios/journeys/shop"));
    Files.writeString(folder.resolve("front.journey.yaml"), JOURNEY);
    Ended named = rehearse("run", "--standing", "shop/front");
    assertTrue(named.said().contains("No stage stands"), named.said());
    Ended misspelt = rehearse("run", "--standing", "shop/fornt");
    assertEquals(2, misspelt.exit(), misspelt.said());
    assertTrue(misspelt.said().contains("did you mean `shop/front`?"), misspelt.said());
  }

  @Test
  void theLastRunIsToldAgain() throws Exception {
    Ended none = rehearse("report");
    assertEquals(2, none.exit(), none.said());
    assertTrue(none.said().contains("There was no run yet: do `./rehearse run`"), none.said());
    Path reports = Files.createDirectories(home.resolve("target/rehearsal"));
    Files.writeString(
        reports.resolve("result.json"),
        """
        {"verdict": "1 of 2 journeys failed.", "exitCode": 1, "target": "embedded", "journeys": [
          {"id": "page", "title": "A page", "status": "passed", "failure": null},
          {"id": "other", "title": "Another", "status": "failed", "failure": {
            "message": "`status` is not 200", "at": "other.journey.yaml:4:9",
            "facts": [{"key": "hop", "value": "edge -> s3 is missing"}]}}],
         "findings": []}
        """);
    Ended told = rehearse("report");
    assertEquals(1, told.exit(), told.said());
    assertTrue(told.said().startsWith("✗ other  Another\n  `status` is not 200\n"), told.said());
    assertTrue(told.said().contains("    at        : other.journey.yaml:4:9\n"), told.said());
    assertTrue(told.said().contains("    hop       : edge -> s3 is missing\n"), told.said());
    assertTrue(told.said().contains("1 of 2 journeys failed. (embedded, "), told.said());
    assertTrue(told.said().contains("target/rehearsal/report.html\n"), told.said());
    Ended open = rehearse("report", "--open");
    assertEquals(2, open.exit(), open.said());
    assertTrue(open.said().contains("No browser could be started: set BROWSER"), open.said());
  }

  private static final String FRAGMENT =
      "fragment: A page is opened\ntakes: [status]\nsteps:\n  - browse: /\n    expect: { status:"
          + " \"${status}\" }\n";

  /** The journey {@code page} opens its page by a fragment; so does {@code other}. */
  private Path fragment(String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve("scenarios/fragments"));
    for (String name : List.of("page", "other")) {
      Files.writeString(
          home.resolve("scenarios/journeys/" + name + ".journey.yaml"),
          "journey: A page\nsteps:\n  - use: open\n    with: { status: 200 }\n");
    }
    return Files.writeString(folder.resolve("open.fragment.yaml"), text);
  }

  @Test
  void fragmentsAreCheckedTooAndTheirErrorsAreToldOnce() throws Exception {
    fragment(FRAGMENT);
    Ended sound = rehearse("check");
    assertEquals(0, sound.exit(), sound.said());
    assertTrue(sound.said().contains("3 files checked, 0 findings."), sound.said());
    fragment(FRAGMENT.replace("browse: /", "brows: /"));
    Ended wrong = rehearse("check");
    assertEquals(2, wrong.exit(), wrong.said());
    assertTrue(
        wrong.said().contains("scenarios/fragments/open.fragment.yaml:4:5: error: unknown step"),
        wrong.said());
    assertTrue(wrong.said().contains("3 files checked, 2 findings."), wrong.said());
    Ended alone = rehearse("check", "scenarios/fragments/open.fragment.yaml");
    assertEquals(2, alone.exit(), alone.said());
    assertTrue(alone.said().contains("1 file checked, 2 findings."), alone.said());
    Ended run = rehearse("run", "scenarios/journeys/page.journey.yaml");
    assertEquals(2, run.exit(), run.said());
    assertTrue(run.said().contains("open.fragment.yaml:4:5: error"), run.said());
    Ended journey = rehearse("run", "scenarios/fragments/open.fragment.yaml");
    assertEquals(2, journey.exit(), journey.said());
    assertTrue(journey.said().contains("No journey found"), journey.said());
  }

  @Test
  void aSavedFragmentMeansTheJourneysThatUseIt() throws Exception {
    Path open = fragment(FRAGMENT);
    Path journeys = home.resolve("scenarios/journeys");
    Files.writeString(journeys.resolve("alone.journey.yaml"), JOURNEY);
    Path typo = journeys.resolve("typo.journey.yaml");
    Files.writeString(typo, "journey: A page\nsteps: [{ use: later }]\n");
    assertEquals(
        Set.of(journeys.resolve("page.journey.yaml"), journeys.resolve("other.journey.yaml")),
        Selection.using(journeys, Set.of(open)));
    assertEquals(
        Set.of(typo),
        Selection.using(journeys, Set.of(open.resolveSibling("later.fragment.yaml"))));
    assertEquals(Set.of(), Selection.using(journeys, Set.of(typo)));
  }

  @Test
  void explainTellsThatAFragmentWasSavedSince() throws Exception {
    Path open = fragment(FRAGMENT);
    passed("2050-01-01T00:00:00Z");
    assertFalse(
        rehearse("explain", "scenarios/journeys/page.journey.yaml").said().contains("since"));
    Files.setLastModifiedTime(open, FileTime.from(Instant.parse("2051-01-01T00:00:00Z")));
    Ended page = rehearse("explain", "scenarios/journeys/page.journey.yaml");
    assertTrue(
        page.said().contains("its fragment open.fragment.yaml was saved since"), page.said());
  }

  /** A pass of the journey {@code page}, and one of a journey that is not there any more. */
  private void passed(String ended) throws IOException {
    Path reports = Files.createDirectories(home.resolve("target/rehearsal"));
    Files.writeString(
        reports.resolve("green.json"),
        """
        {"page": {"ended": "%s", "millis": 31, "calls": {"client -> edge: GET /": 2},
          "resources": ["s3 site"], "statements": ["ReadSite (main.tf:2)", "ReadTwo (main.tf:3)"]},
         "gone": {"ended": "%s", "millis": 1, "calls": {}, "resources": [],
          "statements": ["ReadGone (main.tf:4)"]}}
        """
            .formatted(ended, ended));
    // Since then a line came in at the top.
    Files.writeString(
        home.resolve("terraform/environments/dev/main.tf"),
        "# new\n\nsid = \"ReadSite\"\nsid = \"ReadTwo\"\nsid = \"ReadGone\"\n");
  }

  @Test
  void endsWhateverIsThrownPastACommand() {
    StringWriter said = new StringWriter();
    int exit =
        Main.ended(
            () -> {
              throw new NoClassDefFoundError("dev/rehearsal/Gone");
            },
            new PrintWriter(said, true));
    assertEquals(ExitCode.ENVIRONMENT, exit);
    assertTrue(said.toString().startsWith("rehearse: the class dev/rehearsal/Gone is gone"));
  }

  @Test
  void explainTellsWhatAJourneyNeededWhenItPassedLast() throws Exception {
    passed("2099-01-01T00:00:00Z");
    Ended page = rehearse("explain", "scenarios/journeys/page.journey.yaml");
    assertEquals(0, page.exit(), page.said());
    assertTrue(page.said().contains("client -> edge: GET /  x2"), page.said());
    assertFalse(page.said().contains("saved since"), page.said());
    Ended all = rehearse("explain");
    assertEquals(0, all.exit(), all.said());
    assertTrue(all.said().contains("1 of 1 journeys have passed here."), all.said());
    assertTrue(all.said().contains("    ReadGone (main.tf:5)"), all.said());
    assertFalse(all.said().contains("ReadSite"), all.said());
  }

  @Test
  void explainSaysWhatItCantKnow() throws Exception {
    Ended none = rehearse("explain");
    assertEquals(2, none.exit(), none.said());
    assertTrue(none.said().contains("`./rehearse run` first"), none.said());
    passed("2020-01-01T00:00:00Z");
    Path journeys = home.resolve("scenarios/journeys");
    Files.writeString(journeys.resolve("new.journey.yaml"), JOURNEY);
    Ended old = rehearse("explain", "scenarios/journeys");
    assertEquals(0, old.exit(), old.said());
    assertTrue(old.said().contains("saved since: run it again"), old.said());
    assertTrue(old.said().contains("has not passed here yet"), old.said());
    Ended all = rehearse("explain");
    assertTrue(all.said().contains("1 of 2 journeys have passed here."), all.said());
    assertTrue(all.said().contains("What the other one needs is not known"), all.said());
    Files.writeString(journeys.resolve("new.journey.yaml"), "journey: A page\nstep: []\n");
    Ended wrong = rehearse("explain", "scenarios/journeys/new.journey.yaml");
    assertEquals(2, wrong.exit(), wrong.said());
    assertTrue(wrong.said().contains("[unknown-key]"), wrong.said());
    Files.delete(journeys.resolve("new.journey.yaml"));
    Ended nobody = rehearse("explain", "nobodys-tag");
    assertEquals(2, nobody.exit(), nobody.said());
    assertTrue(nobody.said().contains("No journey has the tag nobodys-tag"), nobody.said());
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
        "run --parallel 300        | from 1 to 256, not 300",
        "run --parallel 0          | from 1 to 256, not 0",
        "run first secnd           | tag secnd: did you mean `second`?",
        "run -s --environment prod | --environment is chosen where the stage is stood up",
        "run -s --target compose   | `./rehearse up --target compose`",
        "run --target compose --provider official | `docker compose up --provider official`",
        "cloud --port 70000        | 0 to 65535",
        "terraform plan            | No stage stands",
        "dance                     | Unmatched argument"
      })
  void wrongArgumentsAreBadInput(String arguments, String said) throws Exception {
    built();
    Path tagged = home.resolve("scenarios/journeys/tagged.journey.yaml");
    Files.writeString(tagged, "tags: [first, second]\n" + JOURNEY);
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
