package dev.rehearsal.journeys.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rehearsal.journeys.browser.Browser;
import dev.rehearsal.journeys.findings.SourceSpan;
import dev.rehearsal.journeys.language.Check;
import dev.rehearsal.journeys.language.Step;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The browser of one journey: opened at its first page, closed at its end. Not thread-safe. */
final class PageDoor implements AutoCloseable {

  private static final int HEIGHT = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Walk walk;
  private @Nullable Browser browser;

  PageDoor(Walk walk) {
    this.walk = walk;
  }

  /** Why pages can't be looked at on this machine; empty where they can. */
  static Optional<String> missing() {
    return Browser.program().isPresent()
        ? Optional.empty()
        : Optional.of("a page needs a Chromium: install one, or name it in CHROMIUM");
  }

  /**
   * Does a step. Scripts that fail, and what the page's own policy blocks, fail it.
   *
   * @param exchanges where what the browser showed is added, whether the step fails or not
   */
  void visit(Step.Page step, String root, List<Exchange> exchanges)
      throws StepFailed, IOException, InterruptedException {
    Browser page = browser();
    int problems = page.problems().size();
    long start = System.nanoTime();
    page.look(step.width(), HEIGHT, false);
    page.header("X-Amzn-Trace-Id", "Root=" + root);
    List<String> done = new ArrayList<>();
    try {
      if (step.path() != null) {
        URI address = URI.create(walk.stage().secureShop() + step.path().text(walk));
        done.add("open " + address);
        page.open(address);
      }
      act(page, step, done);
      expect(page, step);
      List<String> all = page.problems();
      if (all.size() > problems) {
        throw new StepFailed(
            Failure.of("The page has a problem", step.at())
                .facts("problem", all.subList(problems, all.size()))
                .fact("trace", root)
                .build());
      }
    } finally {
      exchanges.add(
          new Exchange(
              "PAGE",
              page.value("location.href").asText(),
              Map.of(),
              String.join("\n", done),
              200,
              Map.of(),
              page.value("document.body ? document.body.innerText : ''").asText(),
              Duration.ofNanos(System.nanoTime() - start),
              page.picture()));
    }
  }

  private void act(Browser page, Step.Page step, List<String> done) throws StepFailed {
    for (Step.Page.Action action : step.actions()) {
      try {
        if (action instanceof Step.Page.Click) {
          done.add("click " + action.selector());
          page.click(action.selector());
        } else if (action instanceof Step.Page.Fill fill) {
          done.add("fill " + fill.selector() + " with " + fill.text().source());
          page.fill(fill.selector(), fill.text().text(walk));
        }
      } catch (ConditionTimeoutException never) {
        throw new StepFailed(
            Failure.of("There is nothing to use on the page", action.at())
                .fact("expected", "an element that " + action.selector() + " finds, enabled")
                .fact("but was", shown(page))
                .build());
      }
    }
  }

  private void expect(Browser page, Step.Page step) throws StepFailed {
    for (Map.Entry<String, Check> each : step.text().entrySet()) {
      try {
        Awaitility.await()
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(50, TimeUnit.MILLISECONDS)
            .atMost(PATIENCE)
            .until(() -> mismatch(page, each).isEmpty());
      } catch (ConditionTimeoutException never) {
        SourceSpan at = step.places().getOrDefault(each.getKey(), step.at());
        JsonNode last = text(page, each.getKey());
        throw new StepFailed(
            Failure.of("The page's `" + each.getKey() + "` is not as expected", at)
                .fact("expected", mismatch(page, each).orElse(""))
                .fact("but was", last.isMissingNode() ? "no such element" : last.toString())
                .fact("page", shown(page))
                .build());
      }
    }
  }

  private Optional<String> mismatch(Browser page, Map.Entry<String, Check> each) {
    return each.getValue().mismatch(text(page, each.getKey()), walk);
  }

  private static JsonNode text(Browser page, String selector) {
    return page.shows(selector)
        ? TextNode.valueOf(page.text(selector).strip())
        : MissingNode.getInstance();
  }

  private static String shown(Browser page) {
    String text = page.value("document.body ? document.body.innerText : ''").asText();
    return text.length() > 1_000 ? text.substring(0, 1_000) + " \u2026" : text;
  }

  private Browser browser() throws IOException, InterruptedException {
    Browser open = browser;
    if (open == null) {
      Path profile = Files.createTempDirectory("rehearsal-page");
      open = new Browser(Browser.program().orElseThrow(), profile, walk.stage().authority().pin());
      browser = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (browser != null) {
      browser.close();
    }
  }
}
