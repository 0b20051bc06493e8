package dev.rehearsal.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rehearsal.journeys.browser.Browser;
import dev.rehearsal.stage.EmbeddedStage;
import dev.rehearsal.stage.Folders;
import dev.rehearsal.stage.Progress;
import dev.rehearsal.stage.StageSettings;
import dev.rehearsal.stage.target.ContainerSettings;
import dev.rehearsal.stage.target.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The shop and the desk in a real browser, where this machine has one. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorefrontTest {

  private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");

  @SuppressWarnings("NullAway.Init") // Set where there is a browser; else no test begins.
  private Browser browser;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedStage stage;

  @BeforeAll
  void open(@TempDir Path profile) throws Exception {
    Optional<Path> program = Browser.program();
    if (program.isEmpty()) {
      return; // Each test says so: a class that is left out whole is counted as no test at all.
    }
    Folders folders = Folders.find(System.getenv());
    stage =
        EmbeddedStage.stand(
            new StageSettings(
                folders.project().home(),
                "dev",
                Files.createDirectories(Path.of("target/browser-stage").toAbsolutePath()),
                folders.cache(),
                null,
                new StageSettings.Ports(0, 0, 0, 0),
                true,
                false,
                1,
                Target.EMBEDDED,
                ContainerSettings.from(Map.of(), profile)),
            Progress.silent());
    stage.seed();
    browser = new Browser(program.get(), profile, stage.authority().pin());
  }

  @BeforeEach
  void needBrowser() {
    assumeTrue(
        Browser.program().isPresent(),
        "There is no Chromium: install one, or set CHROMIUM to its path.");
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 860, false", "390, 844, true"})
  void aVisitorBecomesACustomerAndBuys(int width, int height, boolean dark) {
    String email = "ada-" + width + "@example.com";
    browser.look(width, height, dark);
    browser.open(URI.create(stage.secureShop() + "/"));
    browser.forget(stage.secureShop());
    browser.value("sessionStorage.clear()");
    browser.open(URI.create(stage.secureShop() + "/?" + width));
    browser.until("document.querySelectorAll('[data-testid=product-card]').length === 12");
    browser.until("[...document.images].every(i => !i.complete || i.naturalWidth > 0)");
    fits();
    browser.click("[data-testid=product-link]");
    browser.until("document.querySelector('[data-testid=product-detail]')");
    fits();
    browser.click("[data-testid=add-to-cart]");
    browser.until("document.getElementById('cart-count').textContent === '1'");
    browser.click("[data-testid=cart-link]");
    browser.until("document.querySelector('[data-testid=cart-line]')");
    fits();
    browser.click("[data-testid=sign-in-to-buy]");
    browser.fill("[data-testid=sign-up-email]", email);
    browser.fill("[data-testid=sign-up-password]", "Correct-horse-7!");
    browser.fill("[data-testid=sign-up-phone]", "+4915112345678");
    fits();
    browser.click("[data-testid=sign-up]");
    browser.fill("[data-testid=confirm-code]", code(email));
    browser.click("[data-testid=confirm]");
    browser.fill("[data-testid=card]", "tok_declined");
    browser.click("[data-testid=buy]");
    assertTrue(
        browser.text("[data-testid=error]").contains("Nothing was charged"),
        browser.text("[data-testid=error]"));
    browser.fill("[data-testid=card]", "tok_visa");
    browser.click("[data-testid=buy]");
    assertEquals("CONFIRMED", browser.text("[data-testid=order-status]"));
    fits();
    String order = browser.text("[data-testid=order-id]");
    Awaitility.await("the confirmation")
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stage.inbox().messages(email).stream()
                    .anyMatch(mail -> mail.subject().contains(order)));
    assertEquals(List.of(), browser.problems());
  }

  @ParameterizedTest
  @CsvSource({"1280, 860, false", "390, 844, true"})
  void theDeskShowsHopsAsTheyHappen(int width, int height, boolean dark) {
    URI desk = URI.create(stage.facts().get("desk"));
    browser.look(width, height, dark);
    for (String page : List.of("/", "/inbox", "/logs")) {
      browser.open(desk.resolve(page));
      browser.until("document.querySelector('h1')");
      fits();
    }
    browser.open(desk.resolve("/ledger?q=t2s-dev-orders-" + width));
    browser.until("document.getElementById('summary').textContent.includes('No hop fits')");
    stage
        .client(SqsClient.class)
        .createQueue(request -> request.queueName("t2s-dev-orders-" + width));
    browser.value("document.querySelector('[name=setup]').click()");
    browser.until("document.querySelector('[data-testid=hop]')");
    browser.value("document.querySelector('[data-testid=hop] button').click()");
    browser.until("document.querySelector('#hop h2')?.textContent === 'sqs:CreateQueue'");
    browser.until("document.querySelector('#hop pre')?.textContent.includes('QueueName')");
    fits();
    assertEquals(List.of(), browser.problems());
  }

  private void fits() {
    assertEquals(0, browser.overflow(), () -> browser.value("location.href").asText());
  }

  private String code(String email) {
    Awaitility.await("the code")
        .atMost(Duration.ofSeconds(10))
        .until(() -> sent(email).isPresent());
    return sent(email).orElseThrow();
  }

  private Optional<String> sent(String email) {
    return stage.inbox().messages(email).stream()
        .map(message -> CODE.matcher(message.text()))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }
}
