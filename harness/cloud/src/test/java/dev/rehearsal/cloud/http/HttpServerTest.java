package dev.rehearsal.cloud.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client of good will sends. Each is answered or cut off, and the next is served. */
@Timeout(20)
class HttpServerTest {

  private static final String GOOD = "GET /good HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private final AtomicInteger handled = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        HttpServer.start(
            "test",
            "127.0.0.1",
            0,
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            request -> {
              if (request.path().equals("/refused")) {
                return HttpResponse.of(403, "text/plain", "without a look at the body");
              }
              if (request.path().equals("/slow")) {
                sleep(900);
              }
              byte[] body = request.bytes(1_000);
              handled.incrementAndGet();
              return HttpResponse.of(
                  200, "text/plain", request.path() + " " + body.length + " bytes");
            });
  }

  @AfterEach
  void stop() {
    assertTrue(send(GOOD).endsWith("/good 0 bytes"), "The server serves no more.");
    server.close();
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what is given, and then nothing; answers all that comes back until the end. */
  private String send(String text) {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(15_000);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException cutOff) {
      return String.valueOf(cutOff.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GE",
        "GET /half HTTP/1.1\r\nHost: a\r\n",
        "POST /half HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nten bytes.",
        "POST /half HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nten bytes."
      })
  void aRequestThatNeverCompletesIsCutOff(String half) {
    long start = System.nanoTime();
    String answer = send(half);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis < 5_000, millis + " ms");
    assertFalse(answer.contains("200 OK"), answer);
    assertPlain(answer);
    assertEquals(0, handled.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET /a HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET /a HTTP/1.1\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
      })
  void aMalformedRequestIsRefused(String text) {
    String answer = send(text);
    assertTrue(answer.matches("(?s)HTTP/1\\.[01] (400|505) .*"), answer);
    assertPlain(answer);
    assertEquals(0, handled.get());
  }

  @Test
  void hugeHeadersAreRefused() {
    String answer = send("GET /a HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(200_000) + "\r\n\r\n");
    // Whoever still writes when the refusal comes may be cut off before reading it.
    assertFalse(answer.contains("200 OK"), answer);
    assertPlain(answer);
    assertEquals(0, handled.get());
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() {
    String answer =
        send(
            "POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n"
                + "x".repeat(2_000));
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void aRequestRefusedUnreadLeavesItsConnectionToTheNext() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(15_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
              .getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      sleep(100);
      out.write(("late body" + GOOD).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(answers.startsWith("HTTP/1.1 403 "), answers);
      assertTrue(answers.endsWith("/good 0 bytes"), answers);
    }
  }

  @Test
  void anAnswerMayTakeLongerThanARequest() {
    assertTrue(send(GOOD.replace("/good", "/slow")).endsWith("/slow 0 bytes"));
  }

  @Test
  void aPortInUseIsSaidInWords() {
    HttpServer.PortInUse used =
        assertThrows(
            HttpServer.PortInUse.class,
            () ->
                HttpServer.start(
                    "edge", "127.0.0.1", server.port(), request -> HttpResponse.of(200, "", "")));
    assertEquals(
        "Port "
            + server.port()
            + " of 127.0.0.1, wanted for the edge server, is in use by another process. Stop that"
            + " one, or choose another port.",
        used.getMessage());
  }

  private static void assertPlain(String answer) {
    assertFalse(answer.contains("\tat ") || answer.contains("Exception"), answer);
  }
}
