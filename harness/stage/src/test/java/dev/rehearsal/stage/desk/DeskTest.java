package dev.rehearsal.stage.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.inbox.Mail;
import dev.rehearsal.cloud.inbox.MailInbox;
import dev.rehearsal.cloud.inbox.Smtp;
import dev.rehearsal.cloud.logs.Logs;
import dev.rehearsal.gateway.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

final class DeskTest {

  private static final String EVIL = "<script>alert('x')</script>";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Ledger ledger = new Ledger(100);
  private final MailInbox inbox = MailInbox.start(ledger);
  private Cloud cloud;
  private Logs logs;
  private Desk desk;

  @BeforeEach
  void open() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), folder.resolve("cache")))
            .inbox(inbox)
            .hops(ledger)
            .build();
    inbox.announce(cloud.endpoints());
    logs = cloud.peer(Logs.class, "000000000000", "eu-west-1");
    DeskFacts facts =
        new DeskFacts(
            "embedded",
            "dev",
            "eu-west-1",
            URI.create("http://127.0.0.1:4580"),
            URI.create("http://127.0.0.1:4581/api"),
            URI.create("http://127.0.0.1:4566"),
            "AKIAEXAMPLE",
            "example");
    desk =
        Desk.open(
            new DeskSources(
                facts,
                () -> Map.of("api_id", "a1b2c3"),
                () -> StateResources.read(folder.resolve("terraform.tfstate")),
                inbox,
                ledger,
                logs),
            0);
  }

  @AfterEach
  void close() {
    desk.close();
    cloud.close();
    inbox.close();
    ledger.close();
  }

  @Test
  void everyPageForbidsWhatIsNotItsOwn() throws Exception {
    for (String path : List.of("/", "/inbox", "/ledger", "/logs", "/desk.css", "/nothing")) {
      HttpResponse<String> page = get(path);
      String policy = page.headers().firstValue("content-security-policy").orElse("");
      assertTrue(policy.startsWith("default-src 'none'"), path + ": " + policy);
      assertFalse(policy.contains("unsafe-inline"), path + ": " + policy);
      assertEquals("nosniff", page.headers().firstValue("x-content-type-options").orElse(""));
      assertEquals(path.equals("/nothing") ? 404 : 200, page.statusCode(), path);
    }
  }

  @Test
  void pagesLoadOnlyWhatTheDeskServes() throws Exception {
    for (String path : List.of("/", "/inbox", "/ledger", "/logs")) {
      var sources =
          java.util.regex.Pattern.compile("(?:<script src|<link [^>]*href|<img src)=\"([^\"]+)\"")
              .matcher(get(path).body());
      int found = 0;
      while (sources.find()) {
        assertEquals(200, get(sources.group(1)).statusCode(), sources.group(1));
        found++;
      }
      assertTrue(found >= 3, path);
    }
  }

  @Test
  void overviewTellsAddressesOutputsAndResources() throws Exception {
    Files.writeString(
        folder.resolve("terraform.tfstate"),
        """
        {"resources": [
          {"module": "module.messaging", "mode": "managed", "type": "aws_sqs_queue", "name": "dlq",
           "instances": [{"attributes": {"id": "https://x/dlq", "arn": "arn:aws:sqs:eu-west-1:1:dlq"}}]},
          {"mode": "managed", "type": "aws_secretsmanager_secret_version", "name": "key",
           "instances": [{"index_key": "a", "attributes": {"id": "k|1", "secret_string": "hidden-value"}}]},
          {"mode": "data", "type": "aws_region", "name": "here", "instances": [{"attributes": {}}]}
        ]}
        """);

    String page = get("/").body();

    assertTrue(page.contains("http://127.0.0.1:4580"), page);
    assertTrue(page.contains("export AWS_ACCESS_KEY_ID=AKIAEXAMPLE"), page);
    assertTrue(page.contains("a1b2c3"), page);
    assertTrue(page.contains("2 in Terraform&#39;s state, 2 services"), page);
    assertTrue(page.contains("module.messaging.aws_sqs_queue.dlq"), page);
    assertTrue(page.contains("aws_secretsmanager_secret_version.key[&quot;a&quot;]"), page);
    assertFalse(page.contains("hidden-value"), page);
  }

  @Test
  void inboxShowsMailAndTextMessagesNewestFirst() throws Exception {
    new Smtp(cloud.endpoints(), Faults.NONE, "ses")
        .send(Mail.text("shop@example.com", "ada@example.com", "Your order " + EVIL, "Thanks"));
    inbox.receiveSms("T2S", "+4915112345678", "On its way " + EVIL);

    String list = get("/inbox").body();
    JsonNode json = new ObjectMapper().readTree(get("/inbox.json").body());

    assertFalse(list.contains(EVIL), list);
    assertTrue(list.indexOf("+4915112345678") < list.indexOf("ada@example.com"), list);
    assertEquals("SMS", json.get(0).get("channel").asText());
    assertEquals("ada@example.com", json.get(1).get("to").asText());
    assertTrue(get("/inbox/2").body().contains("On its way &lt;script&gt;"));
    assertEquals(404, get("/inbox/3").statusCode());
    assertEquals(404, get("/inbox/0").statusCode());
  }

  @Test
  void mailsHtmlRunsInASandboxAndItsLinksAreListed() throws Exception {
    String html = "<p>Hello</p>" + EVIL + "<a href='https://example.com/confirm?a=1&amp;b=2'>c</a>";
    new Smtp(cloud.endpoints(), Faults.NONE, "ses")
        .send(
            new Mail(
                "shop@example.com",
                List.of("ada@example.com"),
                List.of(),
                List.of(),
                List.of(),
                "Hello",
                "Hello",
                html,
                Map.of()));

    String page = get("/inbox/1").body();
    HttpResponse<String> content = get("/inbox/1/html");

    assertTrue(page.contains("sandbox=\"\""), page);
    assertFalse(page.contains(EVIL), page);
    assertTrue(page.contains("href=\"https://example.com/confirm?a=1&amp;b=2\""), page);
    assertTrue(content.body().contains("<p>Hello</p>"), content.body());
    String policy = content.headers().firstValue("content-security-policy").orElse("");
    assertTrue(policy.startsWith("sandbox; default-src 'none'"), policy);
  }

  @Test
  void ledgerIsReadOnFromWhereItWasLeft() throws Exception {
    ledger.accept(hop("one", "root-1", "{\"password\":\"p4ss\"}"));
    ledger.accept(hop("two", "root-2", null));
    ObjectMapper json = new ObjectMapper();

    JsonNode first = json.readTree(get("/ledger.json").body());
    ledger.accept(hop("three", "root-1", null));
    JsonNode more = json.readTree(get("/ledger.json?after=" + first.get("next").asLong()).body());
    JsonNode story = json.readTree(get("/ledger.json?root=root-1").body());
    HttpResponse<String> one = get("/ledger/one.json");

    assertEquals(2, first.get("hops").size());
    assertFalse(first.get("hops").get(0).has("request"));
    assertEquals(List.of("three"), more.get("hops").findValuesAsText("id"));
    assertEquals(List.of("one", "three"), story.get("hops").findValuesAsText("id"));
    assertTrue(one.body().contains("***"), one.body());
    assertFalse(one.body().contains("p4ss"), one.body());
    assertEquals(404, get("/ledger/four.json").statusCode());
  }

  @Test
  void logsShowTheLastLinesOfAGroupWithoutCredentials() throws Exception {
    logs.createLogGroup(request -> request.logGroupName("/aws/lambda/cart"));
    logs.createLogStream(request -> request.logGroupName("/aws/lambda/cart").logStreamName("one"));
    logs.putLogEvents(
        request ->
            request
                .logGroupName("/aws/lambda/cart")
                .logStreamName("one")
                .logEvents(
                    InputLogEvent.builder()
                        .timestamp(System.currentTimeMillis())
                        .message("Paid with tok_visa " + EVIL)
                        .build()));

    String groups = get("/logs").body();
    String lines = get("/logs?group=%2Faws%2Flambda%2Fcart").body();

    assertTrue(groups.contains("/logs?group=%2Faws%2Flambda%2Fcart"), groups);
    assertTrue(lines.contains("Paid with tok_*** &lt;script&gt;"), lines);
    assertFalse(lines.contains("tok_visa"), lines);
    assertTrue(get("/logs?group=none").body().contains("no such log group"));
  }

  @Test
  void healthIsUp() throws Exception {
    assertEquals("{\"status\":\"up\"}", get("/health").body());
  }

  @Test
  void onlyReadingIsAllowed() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(desk.address().resolve("/inbox")).DELETE().build(),
            HttpResponse.BodyHandlers.ofString());

    assertEquals(405, answer.statusCode());
  }

  @Test
  void namesThatPretendToBeThisMachineAreRefused() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", desk.address().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET / HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), UTF_8);

      assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
      assertFalse(answer.contains("AKIAEXAMPLE"), answer);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(desk.address().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Hop hop(String id, String root, @Nullable String request) {
    return new Hop(
        id,
        Hop.Kind.HTTP,
        new Trace(root, null),
        "checkout",
        "payments",
        "POST /charges",
        null,
        Instant.now(),
        Duration.ofMillis(3),
        201,
        null,
        request,
        null,
        Map.of());
  }
}
