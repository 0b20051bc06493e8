package dev.rehearsal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.journeys.findings.Finding;
import dev.rehearsal.journeys.run.RunEvent;
import dev.rehearsal.journeys.run.RunSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  private final Path folder;

  ReportsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Nested
  class InFiles {

    @BeforeEach
    void write() {
      RunSummary run = Runs.of(2, 2);
      RunSummary summary =
          new RunSummary(run.results(), List.of(Runs.rejected()), null, 0, run.took());
      // The journey of the first failure passed before, with one call more.
      Reports.in(folder.resolve("new")).forEach(report -> Runs.tell(report, Runs.of(3, 0)));
      Reports.in(folder.resolve("new")).forEach(report -> Runs.tell(report, summary));
    }

    @Test
    void theHtmlSaysTheVerdictFirstAndGroupsFailuresByCause() throws Exception {
      Document page = page();
      assertEquals(
          "2 of 4 journeys failed; 1 file has errors and ran nothing.",
          first("h1").ownText().strip());
      assertEquals(1, page.select(".causes > li").size());
      assertTrue(page.select(".causes > li > strong").text().startsWith("sns -> sqs"));
      assertEquals(4, page.select("details.journey").size());
      assertEquals("failed", first("details.journey").attr("data-status"));
    }

    @Test
    void theDiagramShowsWhatFailedWasMissingAndWasNotExpected() throws Exception {
      Element diagram = first("details.journey .sequence");
      assertEquals(12, diagram.select(".hop").size());
      assertEquals("\u2717 sqs:SendMessage", diagram.select(".hop.failed text").text());
      assertEquals(
          List.of("? missing", "? missing"), diagram.select(".hop.missing text").eachText());
      assertEquals("! lambda:Invoke", diagram.select(".hop.unexpected text").text());
      assertEquals(
          List.of("\u2717 failed", "? expected and missing", "! not expected"),
          first(".legend").select("span").eachText());
    }

    @Test
    void aHopSaysWhatIamDecidedAndWhatWasLogged() throws Exception {
      assertEquals("IAM", first(".hops .row.bad dt:contains(IAM)").text());
      assertTrue(first(".hops dt:contains(logs) + dd").text().contains("order placed"));
    }

    @Test
    void aFailureIsComparedWithTheLastPass() throws Exception {
      Element failed = first("#journey-buy-journey-2");
      assertTrue(failed.text().contains("It passed in the run that ended 2026-01-01T10:00:03Z"));
      assertEquals(
          List.of(
              "+ sns -> sqs: sqs:SendMessage (AccessDenied) (0 then, 1 now)",
              "\u2212 sns -> sqs: sqs:SendMessage (1 then, 0 now)"),
          failed.select(".diff li").eachText().stream().sorted().toList());
      assertTrue(
          first("#journey-buy-journey-3").text().contains("No earlier pass of this journey"));
    }

    @Test
    void theReportSaysWhatCouldNotBeObserved() throws Exception {
      assertEquals("The hop sns -> sqs is seen at its ends.", first(".evidence li").text());
    }

    @Test
    void theMarkdownHoldsVerdictFailuresAndFindings() throws Exception {
      String text = Files.readString(folder.resolve("new/summary.md"));
      assertTrue(text.startsWith("## \u274c 2 of 4 journeys failed;"), text);
      assertTrue(text.contains("| `buy/journey-2` A customer buys one item"), text);
      assertTrue(text.contains("| `scenarios/journeys/buy/journey-2.journey.yaml:9:5` |"), text);
      assertTrue(text.contains("(unknown-key)"), text);
      assertFalse(text.contains("<script>"), text);
    }

    @Test
    void theHtmlAsksNobodyForAnythingAndRunsNoScriptButItsOwn() throws Exception {
      String html = Files.readString(folder.resolve("new/report.html"));
      Document page = page();
      assertFalse(html.contains(Runs.EVIL));
      assertFalse(html.contains("<script>alert"));
      assertEquals(1, page.select("script:not([type=text/html])").size());
      assertEquals(0, page.select("[src], link, iframe, [style], [onclick]").size());
      assertTrue(page.select("a[href]").eachAttr("href").stream().allMatch(a -> a.startsWith("#")));
      assertTrue(
          page.select("meta[http-equiv]")
              .attr("content")
              .startsWith("default-src 'none'; style-src 'sha256-"));
    }

    @Test
    void theHtmlHasIconsAsWellAsColours() throws Exception {
      assertEquals("\u2717", first("details.journey.bad > summary .mark").text());
      assertEquals("\u2713", first("details.journey.good > summary .mark").text());
    }

    @Test
    void theJsonAndTheXmlAgree() throws Exception {
      JsonNode json = new ObjectMapper().readTree(folder.resolve("new/result.json").toFile());
      assertEquals(2, json.path("failed").asInt());
      assertEquals(1, json.path("exitCode").asInt());
      assertEquals("unknown-key", json.path("findings").path(1).path("rule").asText());
      var xml =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(folder.resolve("new/junit.xml").toFile())
              .getDocumentElement();
      assertEquals("5", xml.getAttribute("tests"));
      assertEquals("2", xml.getAttribute("failures"));
      assertEquals("1", xml.getAttribute("errors"));
    }

    private Element first(String selector) throws Exception {
      return Objects.requireNonNull(page().selectFirst(selector), selector);
    }

    private Document page() throws Exception {
      return Jsoup.parse(folder.resolve("new/report.html").toFile(), "UTF-8");
    }
  }

  @Test
  void aRunOfAThousandStepsIsStillSmall() throws Exception {
    Reports.in(folder).forEach(report -> Runs.tell(report, Runs.of(499, 1)));
    assertTrue(Files.size(folder.resolve("report.html")) < 20_000_000);
  }

  @Nested
  class OfFindings {

    private final List<Finding> findings = Runs.rejected().findings();

    @Test
    void theJsonSaysWhatTheTextSays() throws Exception {
      JsonNode json = new ObjectMapper().readTree(FindingsJson.json(findings));
      assertEquals(findings.size(), json.size());
      assertEquals("missing-key", json.path(0).path("rule").asText());
      assertEquals("error", json.path(0).path("severity").asText());
      assertEquals("bad.journey.yaml", json.path(0).path("file").asText());
    }

    @Test
    void theSarifNamesRuleLevelAndPlace() throws Exception {
      JsonNode run = new ObjectMapper().readTree(FindingsJson.sarif(findings)).path("runs").path(0);
      JsonNode result = run.path("results").path(1);
      assertEquals("unknown-key", result.path("ruleId").asText());
      assertEquals("error", result.path("level").asText());
      assertEquals(
          "unknown-key",
          run.at("/tool/driver/rules").path(result.path("ruleIndex").asInt()).path("id").asText());
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertEquals("bad.journey.yaml", place.at("/artifactLocation/uri").asText());
      assertEquals(2, place.at("/region/startLine").asInt());
      assertEquals(1, place.at("/region/startColumn").asInt());
      assertEquals(5, place.at("/region/endColumn").asInt());
    }
  }

  @Nested
  class OnTheConsole {

    @Test
    void saysALineAJourneyAndFailuresAsFactsAtTheEnd() {
      String text = console(ConsoleStyle.Detail.NORMAL, Runs.of(1, 1));
      assertTrue(text.contains("ok   buy/journey-0  A customer buys"), text);
      assertTrue(
          text.contains("at        : scenarios/journeys/buy/journey-1.journey.yaml:9:5"), text);
      assertTrue(text.contains("hop       : sns -> sqs"), text);
      assertTrue(text.endsWith("1 of 2 journeys failed. (3.2 s)\n"), text);
      assertFalse(text.contains("\u001b"), text);
    }

    @Test
    void saysTheVerdictAloneWhereItIsQuietAndAllIsWell() {
      assertEquals(
          "\nAll 2 journeys passed. (3.2 s)\n", console(ConsoleStyle.Detail.QUIET, Runs.of(2, 0)));
    }

    @Test
    void saysWhyNoStageStood() {
      RunSummary summary =
          new RunSummary(List.of(), List.of(), "Port 1 is in use.", 0, Duration.ZERO);
      String text = console(ConsoleStyle.Detail.NORMAL, summary);
      assertTrue(text.contains("The stage could not be stood up. Port 1 is in use."), text);
    }

    @Test
    void saysAtOnceThatTheStageBrokeEvenWhereItIsQuiet() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      ConsoleStyle quiet = new ConsoleStyle(false, false, ConsoleStyle.Detail.QUIET);
      new ConsoleReport(out, quiet)
          .on(new RunEvent.StageBroke("The PostgreSQL container died.", Instant.EPOCH));
      assertEquals(
          "The stage broke. The PostgreSQL container died.\n",
          bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }

    private String console(ConsoleStyle.Detail detail, RunSummary summary) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      Runs.tell(new ConsoleReport(out, new ConsoleStyle(false, false, detail)), summary);
      return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }
}
