package dev.rehearsal.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One page of a headless Chromium, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  /** The Chromium of this machine: {@code CHROMIUM}, or the one in the usual places. */
  static Optional<Path> program() {
    return Stream.of(
            System.getenv("CHROMIUM"),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(name -> name != null && !name.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile where it keeps its files
   */
  Browser(Path program, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    HttpClient http = HttpClient.newHttpClient();
    URI devTools = devTools(process.inputReader());
    JsonNode targets =
        JSON.readTree(
            http.send(
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + devTools.getPort() + "/json/list"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
    String page = "";
    for (JsonNode target : targets) {
      if (target.path("type").asText().equals("page")) {
        page = target.path("webSocketDebuggerUrl").asText();
      }
    }
    socket = http.newWebSocketBuilder().buildAsync(URI.create(page), new Listener()).join();
    for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
      send(domain, Map.of());
    }
  }

  private static URI devTools(BufferedReader output) throws IOException {
    String marker = "DevTools listening on ";
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(marker)) {
        // What else it writes must be read, or it stops at a full pipe.
        Thread rest = new Thread(() -> output.lines().forEach(any -> {}), "chromium-output");
        rest.setDaemon(true);
        rest.start();
        return URI.create(line.substring(marker.length()).trim());
      }
    }
    throw new IOException("Chromium ended before it listened.");
  }

  /** Sets the window's size and whether the user wants it dark. */
  void look(int width, int height, boolean dark) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  void open(URI address) {
    send("Page.navigate", Map.of("url", address.toString()));
    until("location.href.startsWith(" + quoted(address.toString()) + ")");
  }

  /** Forgets the page's storage of an origin: a new visitor. */
  void forget(URI origin) {
    send("Storage.clearDataForOrigin", Map.of("origin", origin.toString(), "storageTypes", "all"));
  }

  void click(String testId) {
    until(element(testId) + " && !" + element(testId) + ".disabled");
    value(element(testId) + ".click()");
  }

  void fill(String testId, String text) {
    until(element(testId));
    value(
        "(e => { e.value = %s; e.dispatchEvent(new Event('input', {bubbles: true}));"
                .formatted(quoted(text))
            + " e.dispatchEvent(new Event('change', {bubbles: true})); })("
            + element(testId)
            + ")");
  }

  String text(String testId) {
    until(element(testId));
    return value(element(testId) + ".textContent").asText();
  }

  boolean shows(String testId) {
    return value("!!" + element(testId)).asBoolean();
  }

  /** Waits until an expression of JavaScript is true. */
  void until(String expression) {
    Awaitility.await(expression)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> value("!!(" + expression + ")").asBoolean());
  }

  /** How many pixels the page is wider than its window. */
  int overflow() {
    return value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .asInt();
  }

  /** What an expression of JavaScript is. */
  JsonNode value(String expression) {
    JsonNode result =
        send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      return JSON.nullNode();
    }
    return result.path("result").path("value");
  }

  /** Scripts that failed, and what a content security policy blocked. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private static String element(String testId) {
    return "document.querySelector(" + quoted("[data-testid=" + testId + "]") + ")";
  }

  static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    String message =
        JSON.valueToTree(Map.of("id", id, "method", method, "params", parameters)).toString();
    socket.sendText(message, true).join();
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private void heard(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.has("id")) {
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
        if (answer != null) {
          answer.complete(message.path("result"));
        }
        return;
      }
      JsonNode told = message.path("params");
      String method = message.path("method").asText();
      if (method.equals("Runtime.exceptionThrown")) {
        problems.add(told.path("exceptionDetails").toString());
      } else if (method.equals("Log.entryAdded")
          && told.path("entry").path("source").asText().equals("security")) {
        problems.add(told.path("entry").path("text").asText());
      }
    } catch (IOException noJson) {
      problems.add("Chromium said what is no JSON: " + text);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        heard(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
