package dev.rehearsal.journeys.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.process.Guard;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One page of a headless Chromium, driven by the DevTools protocol. Elements are named by CSS
 * selectors; what an element is wanted for waits until it is there, at most 20 s. Not thread-safe.
 */
public final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Guard guard = new Guard();
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  /** What has no windows to show first: it is the same engine and takes half the memory. */
  private static final List<String> NAMES =
      List.of(
          "chromium-headless-shell",
          "chrome-headless-shell",
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable");

  /** The Chromium of this machine: what {@code CHROMIUM} names, or the first on the PATH. */
  public static Optional<Path> program() {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    String path = System.getenv("PATH");
    List<String> folders = List.of((path == null ? "" : path).split(File.pathSeparator));
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it, with trust in the authorities that it knows.
   *
   * @param profile where it keeps its files; deleted with it
   */
  public Browser(Path program, Path profile) throws IOException, InterruptedException {
    this(program, profile, "");
  }

  /**
   * Starts it.
   *
   * @param profile where it keeps its files; deleted when it is closed or this process is gone
   * @param pin the authority whose certificates it trusts beside those it knows, by the hash of its
   *     key
   */
  public Browser(Path program, Path profile, String pin) throws IOException, InterruptedException {
    guard.delete(profile);
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-software-rasterizer",
                // Two processes, not seven: pages of one's own need no walls between them.
                "--no-zygote",
                "--in-process-gpu",
                "--enable-features=NetworkServiceInProcess2",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--ignore-certificate-errors-spki-list=" + pin,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    guard.stop(process.toHandle(), Guard.Signal.TERM);
    try {
      socket = connect();
    } catch (IOException | InterruptedException | RuntimeException failed) {
      guard.close();
      throw failed;
    }
    for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")) {
      send(domain, Map.of());
    }
    send("Performance.enable", Map.of("timeDomain", "threadTicks"));
  }

  /** Talks to its first page. */
  private WebSocket connect() throws IOException, InterruptedException {
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
    return http.newWebSocketBuilder().buildAsync(URI.create(page), new Listener()).join();
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
  public void look(int width, int height, boolean dark) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Goes to an address. */
  public void open(URI address) {
    send("Page.navigate", Map.of("url", address.toString()));
    until("location.href.startsWith(" + quoted(address.toString()) + ")");
  }

  /** Forgets the page's storage of an origin: a new visitor. */
  public void forget(URI origin) {
    send("Storage.clearDataForOrigin", Map.of("origin", origin.toString(), "storageTypes", "all"));
  }

  /** Clicks an element once it is there and enabled. */
  public void click(String selector) {
    until(element(selector) + " && !" + element(selector) + ".disabled");
    value(element(selector) + ".click()");
  }

  /** Fills a field in as typing does. */
  public void fill(String selector, String text) {
    until(element(selector));
    value(
        "(e => { e.value = %s; e.dispatchEvent(new Event('input', {bubbles: true}));"
                .formatted(quoted(text))
            + " e.dispatchEvent(new Event('change', {bubbles: true})); })("
            + element(selector)
            + ")");
  }

  /** Presses a key: {@code Tab}, {@code Enter} or a single letter. */
  public void press(String key) {
    String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
    int code = key.equals("Enter") ? 13 : key.equals("Tab") ? 9 : key.charAt(0);
    Map<String, Object> down = new HashMap<>();
    down.put("type", text.isEmpty() ? "rawKeyDown" : "keyDown");
    down.put("key", key);
    down.put("windowsVirtualKeyCode", code);
    if (!text.isEmpty()) {
      down.put("text", text);
    }
    send("Input.dispatchKeyEvent", down);
    down.put("type", "keyUp");
    down.remove("text");
    send("Input.dispatchKeyEvent", down);
  }

  /** The text of an element once it is there. */
  public String text(String selector) {
    until(element(selector));
    return value(element(selector) + ".textContent").asText();
  }

  /** Whether an element is there now. */
  public boolean shows(String selector) {
    return value("!!" + element(selector)).asBoolean();
  }

  /** Waits until an expression of JavaScript is true. */
  public void until(String expression) {
    Awaitility.await(expression)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> value("!!(" + expression + ")").asBoolean());
  }

  /** Sends a header with every request of the page from now on. */
  public void header(String name, String value) {
    send("Network.setExtraHTTPHeaders", Map.of("headers", Map.of(name, value)));
  }

  /** What the window shows, as a PNG in base64. */
  public String picture() {
    return send("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
  }

  /** How many pixels the page is wider than its window. */
  public int overflow() {
    return value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .asInt();
  }

  /** What an expression of JavaScript is. */
  public JsonNode value(String expression) {
    JsonNode result =
        send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      return JSON.nullNode();
    }
    return result.path("result").path("value");
  }

  /** What the page's thread took of a processor, since the page's process started. */
  public Duration processorTime() {
    for (JsonNode metric : send("Performance.getMetrics", Map.of()).path("metrics")) {
      if (metric.path("name").asText().equals("ThreadTime")) {
        return Duration.ofMillis(Math.round(metric.path("value").asDouble() * 1000));
      }
    }
    throw new IllegalStateException("Chromium does not tell its processor time.");
  }

  /** Scripts that failed, and what a content security policy blocked. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private static String element(String selector) {
    return "document.querySelector(" + quoted(selector) + ")";
  }

  public static String quoted(String text) {
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
    // Asked to, it deletes its files beside the profile too; where it is stuck, it is ended.
    socket
        .sendText("{\"id\":" + ids.incrementAndGet() + ",\"method\":\"Browser.close\"}", true)
        .exceptionally(gone -> socket)
        .join();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      socket.abort();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    guard.close();
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
