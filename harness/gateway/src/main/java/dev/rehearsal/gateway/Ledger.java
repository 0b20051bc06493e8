package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopHistory;
import dev.rehearsal.cloud.call.HopSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What happened on the street, hop by hop: the last of it in memory, all of it in a file of JSON
 * lines where one is named. Secrets are masked before a hop is kept. Thread-safe.
 */
public final class Ledger implements HopSink, HopHistory, AutoCloseable {

  /** How long the bodies of all hops in memory may be together. */
  static final long MOST_CHARACTERS = 96L << 20;

  private final Deque<Hop> hops = new ArrayDeque<>();
  private final List<HopSink> listeners = new CopyOnWriteArrayList<>();
  private final int capacity;
  private final @Nullable Path path;

  /** Unbuffered: who follows or copies the file meets whole lines, up to the last hop. */
  private final @Nullable OutputStream file;

  private @Nullable IOException unwritten;
  private long count;
  private long characters;

  /**
   * A ledger in memory only.
   *
   * @param capacity how many hops are kept in memory; the oldest go first
   */
  public Ledger(int capacity) {
    this(capacity, null);
  }

  /**
   * A ledger that also writes each hop to a file as it ends.
   *
   * @param capacity how many hops are kept in memory; the oldest go first
   * @param file the file of JSON lines, written anew; null for none
   */
  public Ledger(int capacity, @Nullable Path file) {
    this.capacity = capacity;
    this.path = file;
    try {
      this.file = file == null ? null : Files.newOutputStream(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("The ledger cannot be written to " + file, failure);
    }
  }

  /** Tells {@code listener} of each hop from now on, on the thread that ends the hop. */
  public void listen(HopSink listener) {
    listeners.add(listener);
  }

  @Override
  public void accept(Hop hop) {
    Hop kept = hop.kind() == Hop.Kind.AWS ? hop : masked(hop);
    byte[] line =
        file == null ? null : (HopJson.line(kept) + '\n').getBytes(StandardCharsets.UTF_8);
    synchronized (hops) {
      hops.addLast(kept);
      characters += length(kept);
      while (hops.size() > capacity || characters > MOST_CHARACTERS) {
        characters -= length(hops.removeFirst());
      }
      count++;
      write(line);
    }
    listeners.forEach(listener -> listener.accept(kept));
  }

  /** Every hop still in memory, in the order of their end. */
  public List<Hop> hops() {
    synchronized (hops) {
      return List.copyOf(hops);
    }
  }

  /** The hops of one correlation id. */
  public List<Hop> hops(String root) {
    List<Hop> found = new ArrayList<>();
    synchronized (hops) {
      for (Hop hop : hops) {
        if (hop.trace().root().equals(root)) {
          found.add(hop);
        }
      }
    }
    return found;
  }

  /** The hops, as far as they are still in memory, that came after the first {@code seen}. */
  @Override
  public Tail after(long seen) {
    synchronized (hops) {
      long skipped = Math.max(0, hops.size() - Math.max(0, count - seen));
      return new Tail(hops.stream().skip(skipped).toList(), count);
    }
  }

  /** How many hops there have been, those no longer in memory too. */
  public long count() {
    synchronized (hops) {
      return count;
    }
  }

  /**
   * Ends the file.
   *
   * @throws UncheckedIOException where something since the beginning could not be written
   */
  @Override
  public void close() {
    synchronized (hops) {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException failure) {
        unwritten = unwritten == null ? failure : unwritten;
      }
      if (unwritten != null) {
        throw new UncheckedIOException(
            "The ledger could not be written to "
                + path
                + " ("
                + unwritten.getMessage()
                + "): is its disk full?",
            unwritten);
      }
    }
  }

  private void write(byte @Nullable [] line) {
    if (file == null || line == null || unwritten != null) {
      return;
    }
    try {
      file.write(line);
    } catch (IOException failure) {
      // A full disk must not make calls fail: close tells of it.
      unwritten = failure;
    }
  }

  private static int length(Hop hop) {
    String request = hop.request();
    String response = hop.response();
    return (request == null ? 0 : request.length()) + (response == null ? 0 : response.length());
  }

  private static Hop masked(Hop hop) {
    Map<String, String> facts = new HashMap<>();
    hop.facts()
        .forEach(
            (name, value) -> facts.put(name, Masks.secret(name) ? Masks.MASK : Masks.body(value)));
    return new Hop(
        hop.id(),
        hop.kind(),
        hop.trace(),
        hop.from(),
        hop.to(),
        hop.action(),
        hop.resource() == null ? null : Masks.body(hop.resource()),
        hop.start(),
        hop.took(),
        hop.status(),
        hop.error(),
        hop.request() == null ? null : Transcript.bounded(Masks.body(hop.request())),
        hop.response() == null ? null : Transcript.bounded(Masks.body(hop.response())),
        Map.copyOf(facts));
  }
}
