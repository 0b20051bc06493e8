package dev.rehearsal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.journeys.browser.Browser;
import dev.rehearsal.journeys.run.RunSummary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a real browser, where this machine has one. */
class ReportInBrowserTest {

  /** Goal: a report of 1,000 steps is there after so long of a processor. */
  private static final int MOST_MILLIS = 2_000;

  @TempDir private Path folder;
  private @Nullable Browser started;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Browser.program().isPresent(),
        "There is no Chromium: install one, or set CHROMIUM to its path.");
    started = new Browser(Browser.program().orElseThrow(), folder.resolve("profile"));
  }

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  private Browser browser() {
    return java.util.Objects.requireNonNull(started);
  }

  private URI report(RunSummary summary) {
    Reports.in(folder).forEach(report -> Runs.tell(report, summary));
    return folder.resolve("report.html").toUri();
  }

  @ParameterizedTest
  @CsvSource({"1280, 900, false", "1280, 900, true", "390, 844, false", "390, 844, true"})
  void fitsItsWindowAndRunsWithoutAProblem(int width, int height, boolean dark) {
    browser().look(width, height, dark);
    for (RunSummary summary : List.of(Runs.of(3, 0), Runs.of(2, 1))) {
      open(report(summary));
      openAll();
      assertEquals(0, browser().overflow());
    }
    assertEquals(List.of(), browser().problems());
  }

  @Test
  void theDashboardIsDrawnWithWhatWasCounted() {
    open(report(Runs.of(1, 0)));
    assertEquals("Dashboard t2s-dev-shop", browser().text(".dashboard h2"));
    assertEquals("The API, Sum of each 60 s", browser().text(".widgets figcaption"));
    assertEquals("42.50", browser().text(".widgets .legend strong"));
    assertEquals(
        2,
        browser()
            .value("document.querySelector('.widgets polyline').points.numberOfItems")
            .asInt());
    // The style of the colours is let through by the page's own policy.
    assertEquals(
        "rgb(9, 105, 218)",
        browser()
            .value("getComputedStyle(document.querySelector('.widgets polyline')).stroke")
            .asText());
    assertEquals("Nothing was counted.", browser().text(".widgets .nothing"));
    assertEquals(List.of(), browser().problems());
  }

  @Test
  void theFirstFailureIsOpenAndFailuresCanBeShownAlone() {
    open(report(Runs.of(2, 1)));
    assertTrue(browser().value("document.querySelector('details.journey.bad').open").asBoolean());
    browser().click("[data-show=failed]");
    assertEquals(1, visible());
    browser().click("[data-show=all]");
    browser().fill("[type=search]", "journey-1");
    assertEquals(1, visible());
  }

  @Test
  void worksByKeyboardAlone() {
    open(report(Runs.of(2, 1)));
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      browser().press("Tab");
      reached.add(
          browser()
              .value(
                  "(e => e.tagName + ':' + (e.dataset.show || e.getAttribute('aria-label') ||"
                      + " e.closest('details.journey')?.id || ''))(document.activeElement)")
              .asText());
    }
    for (String stop :
        List.of(
            "BUTTON:failed",
            "INPUT:Search journeys",
            "SUMMARY:journey-buy-journey-2",
            "DIV:Sequence diagram, scrolls",
            "SUMMARY:journey-buy-journey-0")) {
      assertTrue(reached.contains(stop), stop + " in " + reached);
    }
    browser().value("document.querySelector('#journey-buy-journey-0 > summary').focus()");
    browser().press("Enter");
    assertTrue(
        browser().value("document.getElementById('journey-buy-journey-0').open").asBoolean());
    browser().press(" ");
    assertTrue(
        !browser().value("document.getElementById('journey-buy-journey-0').open").asBoolean());
  }

  @Test
  void aThousandStepsAreThereAfterTwoSeconds() throws IOException {
    URI report = report(Runs.of(499, 1));
    assertTrue(Files.size(Path.of(report)) < 20_000_000);
    open(report);
    browser().until("performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
    long took = browser().processorTime().toMillis(); // What others take does not count.
    assertTrue(took > 0 && took <= MOST_MILLIS, took + " ms");
  }

  /** Needs axe-core's file: {@code -Drehearsal.axe=/path/to/axe.min.js}. */
  @ParameterizedTest
  @CsvSource({"1280, 900, false", "390, 844, true"})
  void axeFindsNothingSerious(int width, int height, boolean dark) throws IOException {
    String axe = System.getProperty("rehearsal.axe", "");
    assumeTrue(!axe.isEmpty(), "Set -Drehearsal.axe to the path of axe-core's axe.min.js.");
    browser().look(width, height, dark);
    open(report(Runs.of(1, 1)));
    openAll();
    browser().value(Files.readString(Path.of(axe)) + "; 1");
    browser()
        .value(
            "axe.run().then(all => { window.found = all; }, failed => { window.found = failed; }); 1");
    browser().until("window.found");
    assertTrue(browser().value("window.found.passes.length").asInt() > 10);
    JsonNode serious =
        browser()
            .value(
                "window.found.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                    + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' '))");
    assertEquals("[]", serious.toString());
  }

  private void open(URI report) {
    browser().open(URI.create("about:blank"));
    browser().open(report);
    browser()
        .until("document.readyState === 'complete' && !document.querySelector('.tools').hidden");
  }

  /** A journey that passed makes its hops when it is opened. */
  private void openAll() {
    for (int i = 0; i < 2; i++) {
      browser().value("document.querySelectorAll('details').forEach(e => { e.open = true; })");
      browser().until("!document.querySelector('details > script')");
    }
    browser().until("!document.querySelector('details.journey:not(:has(.hops .row[open]))')");
  }

  private int visible() {
    return browser()
        .value("document.querySelectorAll('details.journey:not([hidden])').length")
        .asInt();
  }
}
