package dev.rehearsal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.journeys.run.FailureText;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rehearse report}: how the last run ended, and where its report is. */
@Command(
    name = "report",
    description = {
      "Show how the last run ended, and what failed and why.",
      "It says where the report is, too."
    },
    footer = {
      "",
      "Examples:",
      "  ./rehearse report              what failed, without running anything",
      "  ./rehearse report --open       the same, and the report in a browser",
      "",
      "Exits as the run did: 0 where all passed, 1 where a journey failed."
    })
final class ReportCommand implements Callable<Integer> {

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  @Option(
      names = "--open",
      description = "Open the report in a browser: $BROWSER, or what the desktop opens pages with.")
  private boolean open;

  @Override
  public Integer call() throws IOException {
    Path file = ReportFolder.ofLastRun("result.json");
    JsonNode result = new ObjectMapper().readTree(file.toFile());
    print(
        System.out,
        result,
        Files.getLastModifiedTime(file).toInstant().atZone(ZoneId.systemDefault()).format(WHEN));
    Path report = file.resolveSibling("report.html");
    System.out.println("Report: " + shown(report));
    if (open) {
      browse(report);
    }
    return result.path("exitCode").asInt(ExitCode.ENVIRONMENT);
  }

  private static void print(PrintStream out, JsonNode result, String ended) {
    for (JsonNode journey : result.path("journeys")) {
      JsonNode failure = journey.path("failure");
      if (journey.path("status").asText().equals("failed")) {
        out.println("✗ " + journey.path("id").asText() + "  " + journey.path("title").asText());
        out.println("  " + failure.path("message").asText());
        fact(out, "at", failure.path("at"));
        for (JsonNode fact : failure.path("facts")) {
          fact(out, fact.path("key").asText(), fact.path("value"));
        }
        out.println();
      }
    }
    for (JsonNode finding : result.path("findings")) {
      out.printf(
          Locale.ROOT,
          "%s:%d:%d: %s: %s [%s]%n",
          finding.path("file").asText(),
          finding.path("line").asInt(),
          finding.path("column").asInt(),
          finding.path("severity").asText(),
          finding.path("message").asText(),
          finding.path("rule").asText());
    }
    if (result.hasNonNull("environment")) {
      out.println(result.path("environment").asText());
    }
    out.println(
        result.path("verdict").asText()
            + (result.hasNonNull("target") ? " (" + result.path("target").asText() + ", " : " (")
            + ended
            + ")");
  }

  private static void fact(PrintStream out, String key, JsonNode value) {
    FailureText.fact(key, value.asText()).lines().forEach(line -> out.println("  " + line));
  }

  private static Path shown(Path report) {
    Path here = Path.of("").toAbsolutePath();
    return report.startsWith(here) ? here.relativize(report) : report;
  }

  /** Leaves the report to the desktop's browser, which outlives this command. */
  private static void browse(Path report) {
    String own = System.getenv("BROWSER");
    List<String> programs =
        own == null || own.isBlank()
            ? List.of("xdg-open", "open")
            : List.of(own, "xdg-open", "open");
    if (programs.stream().noneMatch(each -> starts(each, report.toAbsolutePath().toUri()))) {
      throw new BadInput(
          "No browser could be started: set BROWSER to one, or open "
              + report.toAbsolutePath()
              + " in it.");
    }
  }

  private static boolean starts(String program, URI page) {
    try {
      new ProcessBuilder(program, page.toString())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException notThere) {
      return false;
    }
  }
}
