package dev.rehearsal.cloud.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What one function's JVM prints, as log events.
 *
 * <p>The JVM prints into a file, so that what it printed before it answered is there when the
 * answer is, without a thread that reads and without a pipe that fills.
 */
final class FunctionLog implements AutoCloseable {

  private static final int TAIL = 4096;

  /** A line and when it was seen. */
  record Line(long timestamp, String text) {}

  private final Path file;
  private final Clock clock;
  private final RandomAccessFile in;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private final List<Line> pending = new ArrayList<>();
  private StringBuilder tail = new StringBuilder();
  private boolean closed;

  FunctionLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    try {
      Files.createFile(file);
      this.in = new RandomAccessFile(file.toFile(), "r");
    } catch (IOException failure) {
      throw new UncheckedIOException("A function's output file could not be made.", failure);
    }
  }

  Path file() {
    return file;
  }

  /** Begins an invocation: what was printed before is not part of its tail. */
  synchronized void begin(String line) {
    drain();
    tail = new StringBuilder();
    add(line);
  }

  /** Adds a line of Lambda's own. */
  synchronized void add(String line) {
    pending.add(new Line(clock.millis(), line));
    tail.append(line).append('\n');
    if (tail.length() > 4 * TAIL) {
      tail.delete(0, tail.length() - TAIL);
    }
  }

  /** Takes over what was printed so far. */
  synchronized void drain() {
    if (closed) {
      return;
    }
    try {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            finishLine();
          } else {
            unfinished.write(buffer[i]);
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("A function's output could not be read: " + file, failure);
    }
  }

  /** Ends a line that has no line feed, as when the JVM has died. */
  synchronized void finish() {
    drain();
    if (unfinished.size() > 0) {
      finishLine();
    }
  }

  /** The events since the last time; they are forgotten here. */
  synchronized List<Line> take() {
    List<Line> taken = List.copyOf(pending);
    pending.clear();
    return taken;
  }

  /** The last 4 KB of the current invocation's log. */
  synchronized byte[] tail() {
    byte[] all = tail.toString().getBytes(StandardCharsets.UTF_8);
    return all.length <= TAIL
        ? all
        : java.util.Arrays.copyOfRange(all, all.length - TAIL, all.length);
  }

  private void finishLine() {
    String line = unfinished.toString(StandardCharsets.UTF_8);
    unfinished.reset();
    String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (!text.isEmpty()) {
      add(text);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      in.close();
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("A function's output file could not be deleted.", failure);
    }
  }
}
