package dev.rehearsal.cloud.rds;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows what client and server say in PostgreSQL's frontend/backend protocol 3.0, and tells of
 * each statement as it ends. Fed by two threads; never in the way of the bytes.
 */
final class SqlConversation {

  /**
   * A statement that has ended.
   *
   * @param sql its text, without the values of its parameters
   * @param tag the server's command tag, such as {@code INSERT 0 1}, or its error message
   * @param error the SQLSTATE; null where it succeeded
   */
  record Ended(String sql, Instant start, Duration took, String tag, @Nullable String error) {}

  private record Running(String sql, Instant start, long nanos) {}

  /** Where the client asked the server to say that it is ready again. */
  private static final Running SYNCHRONISED = new Running("", Instant.EPOCH, 0);

  private final Consumer<Ended> listener;
  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();
  private final Deque<Running> running = new ArrayDeque<>();

  SqlConversation(Consumer<Ended> listener) {
    this.listener = listener;
  }

  /** A whole message of the client's. */
  synchronized void client(char type, ByteBuffer body) {
    switch (type) {
      case 'Q' -> {
        begin(text(body));
        running.add(SYNCHRONISED);
      }
      case 'S' -> running.add(SYNCHRONISED);
      case 'P' -> {
        String name = text(body);
        statements.put(name, text(body));
      }
      case 'B' -> {
        String portal = text(body);
        portals.put(portal, statements.getOrDefault(text(body), ""));
      }
      case 'E' -> begin(portals.getOrDefault(text(body), ""));
      case 'C' -> {
        if (body.hasRemaining() && body.get() == 'S') {
          statements.remove(text(body));
        }
      }
      default -> {}
    }
  }

  /** A whole message of the server's. */
  synchronized void server(char type, ByteBuffer body) {
    switch (type) {
      case 'C' -> end(text(body), null);
      case 'I' -> end("", null);
      case 's' -> end("suspended", null);
      case 'E' -> fail(body);
      case 'Z' -> {
        skip();
        running.poll();
      }
      default -> {}
    }
  }

  private void begin(String sql) {
    running.add(new Running(sql, Instant.now(), System.nanoTime()));
  }

  private void end(String tag, @Nullable String error) {
    Running ended = running.peek() == SYNCHRONISED ? null : running.poll();
    if (ended != null && !ended.sql().isBlank()) {
      listener.accept(
          new Ended(
              ended.sql(),
              ended.start(),
              Duration.ofNanos(System.nanoTime() - ended.nanos()),
              tag,
              error));
    }
  }

  /** After an error the server skips all that is left until the next synchronisation. */
  private void fail(ByteBuffer body) {
    String state = "XX000";
    String message = "";
    while (body.hasRemaining()) {
      char field = (char) body.get();
      if (field == 0) {
        break;
      }
      String value = text(body);
      if (field == 'C') {
        state = value;
      } else if (field == 'M') {
        message = value;
      }
    }
    end(message, state);
    skip();
  }

  /** Forgets what the server has not run, up to the next synchronisation: clients send ahead. */
  private void skip() {
    while (!running.isEmpty() && running.peek() != SYNCHRONISED) {
      running.poll();
    }
  }

  private static String text(ByteBuffer body) {
    int start = body.position();
    int end = start;
    while (end < body.limit() && body.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - start];
    body.get(bytes);
    if (body.hasRemaining()) {
      body.get();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
