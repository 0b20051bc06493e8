package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.call.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows what client and server say in PostgreSQL's frontend/backend protocol 3.0, tells of each
 * statement as it ends, and says what becomes of a message where a fault strikes. Fed by two
 * threads.
 */
final class SqlConversation {

  /**
   * A statement that has ended.
   *
   * @param sql its text, without the values of its parameters
   * @param tag the server's command tag, such as {@code INSERT 0 1}, or its error message
   * @param error the SQLSTATE; null where it succeeded
   * @param fault what struck it; null for nothing
   */
  record Ended(
      String sql,
      Instant start,
      Duration took,
      String tag,
      @Nullable String error,
      @Nullable Fault fault) {}

  /** Who is told of statements. */
  interface Listener {

    /** The fault that strikes a statement which is about to be run; null for none. */
    @Nullable Fault begins(String sql);

    void ended(Ended statement);

    /** A user has shown a token. */
    void signedIn(TokenUsers.Answer answer);
  }

  /** What becomes of a message. */
  enum Fate {
    PASSED,
    /** It goes no further, and the connection stays. */
    KEPT_BACK,
    /** A Sync message goes in its place. */
    SYNC_INSTEAD,
    /** An error goes before it. */
    AFTER_ERROR,
    /** It goes no further, and the connection ends. */
    CUT
  }

  private record Running(String sql, Instant start, long nanos, @Nullable Fault fault) {

    boolean refused() {
      return fault != null
          && (fault.kind() == Fault.Kind.ERROR || fault.kind() == Fault.Kind.THROTTLE);
    }

    boolean answerLost() {
      return fault != null
          && (fault.kind() == Fault.Kind.DROP || fault.kind() == Fault.Kind.TIMEOUT);
    }
  }

  /** Longer than the functions wait for the database. */
  private static final Duration SILENCE = Duration.ofSeconds(9);

  /** Where the client asked the server to say that it is ready again. */
  private static final Running SYNCHRONISED = new Running("", Instant.EPOCH, 0, null);

  private final Listener listener;
  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();
  private final Deque<Running> running = new ArrayDeque<>();

  /** Whether the client's messages are kept back until it synchronises. */
  private boolean refusing;

  /** The error that the client is still to be told. */
  private @Nullable Fault untold;

  SqlConversation(Listener listener) {
    this.listener = listener;
  }

  /** The client's user has shown a token. */
  void signedIn(TokenUsers.Answer answer) {
    listener.signedIn(answer);
  }

  /** A whole message of the client's. */
  Fate client(char type, ByteBuffer body) {
    String sql = beginning(type, body.duplicate());
    // Not under the lock: a fault may take its time, and restart the database.
    Fault fault = sql == null || sql.isBlank() ? null : listener.begins(sql);
    return client(type, body, fault);
  }

  private synchronized @Nullable String beginning(char type, ByteBuffer body) {
    if (refusing) {
      return null;
    }
    return switch (type) {
      case 'Q' -> text(body);
      case 'E' -> portals.getOrDefault(text(body), "");
      default -> null;
    };
  }

  private synchronized Fate client(char type, ByteBuffer body, @Nullable Fault fault) {
    if (refusing && type != 'S') {
      return Fate.KEPT_BACK;
    }
    Fate fate = Fate.PASSED;
    switch (type) {
      case 'Q' -> {
        fate = begin(text(body), fault, Fate.SYNC_INSTEAD);
        running.add(SYNCHRONISED);
      }
      case 'S' -> {
        refusing = false;
        running.add(SYNCHRONISED);
      }
      case 'P' -> {
        String name = text(body);
        statements.put(name, text(body));
      }
      case 'B' -> {
        String portal = text(body);
        portals.put(portal, statements.getOrDefault(text(body), ""));
      }
      case 'E' -> {
        fate = begin(portals.getOrDefault(text(body), ""), fault, Fate.KEPT_BACK);
        refusing = fate == Fate.KEPT_BACK;
      }
      case 'C' -> {
        if (body.hasRemaining() && body.get() == 'S') {
          statements.remove(text(body));
        }
      }
      default -> {}
    }
    return fate;
  }

  /** A whole message of the server's. */
  Fate server(char type, ByteBuffer body) {
    Running ended = answered(type, body);
    if (ended != null && ended.answerLost()) {
      Fault fault = java.util.Objects.requireNonNull(ended.fault());
      if (fault.kind() == Fault.Kind.TIMEOUT) {
        fault.keepSilent(SILENCE);
      }
      return Fate.CUT;
    }
    synchronized (this) {
      return type == 'Z' && untold != null ? Fate.AFTER_ERROR : Fate.PASSED;
    }
  }

  private synchronized @Nullable Running answered(char type, ByteBuffer body) {
    switch (type) {
      case 'C' -> {
        return end(text(body), null);
      }
      case 'I' -> {
        return end("", null);
      }
      case 's' -> {
        return end("suspended", null);
      }
      case 'E' -> fail(body);
      case 'Z' -> {
        skip();
        running.poll();
      }
      default -> {}
    }
    return null;
  }

  /**
   * The error that the client is told now, as a message of the server's: {@code ErrorResponse}.
   * Each is told once.
   */
  synchronized byte[] error() {
    Fault fault = java.util.Objects.requireNonNull(untold);
    untold = null;
    String fields =
        "SERROR\0VERROR\0C"
            + state(fault)
            + "\0M"
            + "A fault was planned: "
            + fault.name()
            + "\0\0";
    byte[] bytes = fields.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(bytes.length + 5)
        .put((byte) 'E')
        .putInt(bytes.length + 4)
        .put(bytes)
        .array();
  }

  private static String state(Fault fault) {
    String own = fault.kind() == Fault.Kind.THROTTLE ? "53300" : "58000";
    return fault.code() == null ? own : fault.code();
  }

  private Fate begin(String sql, @Nullable Fault fault, Fate refused) {
    Running begun = new Running(sql, Instant.now(), System.nanoTime(), fault);
    if (fault != null
        && (fault.kind() == Fault.Kind.RESET || fault.kind() == Fault.Kind.KILL_FUNCTION)) {
      tell(begun, "the connection was cut", "08006");
      return Fate.CUT;
    }
    if (begun.refused()) {
      untold = fault;
      tell(begun, "refused", state(java.util.Objects.requireNonNull(fault)));
      return refused;
    }
    running.add(begun);
    return Fate.PASSED;
  }

  private @Nullable Running end(String tag, @Nullable String error) {
    Running ended = running.peek() == SYNCHRONISED ? null : running.poll();
    if (ended != null && !ended.sql().isBlank()) {
      tell(ended, tag, error);
    }
    return ended;
  }

  private void tell(Running ended, String tag, @Nullable String error) {
    listener.ended(
        new Ended(
            ended.sql(),
            ended.start(),
            Duration.ofNanos(System.nanoTime() - ended.nanos()),
            tag,
            error,
            ended.fault()));
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
    Running unused = end(message, state);
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
