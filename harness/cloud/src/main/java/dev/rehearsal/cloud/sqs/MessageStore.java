package dev.rehearsal.cloud.sqs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The messages of one queue: which are visible, in what order, and until when the others are not.
 *
 * <p>Every method takes the stage's time in milliseconds and is called under the queues' lock.
 */
final class MessageStore {

  private final boolean fifo;
  private final Map<String, StoredMessage> all = new LinkedHashMap<>();
  private final TreeMap<Long, StoredMessage> ready = new TreeMap<>();
  private final PriorityQueue<StoredMessage> hidden =
      new PriorityQueue<>(
          Comparator.<StoredMessage>comparingLong(message -> message.visibleAt)
              .thenComparingLong(message -> message.position));
  private final Map<String, Integer> busyGroups = new HashMap<>();
  private long lastPosition;
  private long nextExpiry = Long.MAX_VALUE;

  MessageStore(boolean fifo) {
    this.fifo = fifo;
  }

  StoredMessage add(
      StoredMessage.Content content, long now, long delayMillis, long retentionMillis) {
    StoredMessage message = new StoredMessage(content, ++lastPosition);
    all.put(content.id(), message);
    nextExpiry = Math.min(nextExpiry, content.sent() + retentionMillis);
    if (delayMillis > 0) {
      message.state = StoredMessage.State.DELAYED;
      message.visibleAt = now + delayMillis;
      hidden.add(message);
    } else {
      ready.put(message.position, message);
    }
    return message;
  }

  /** Shows what has become visible and drops what is too old. */
  void settle(long now, long retentionMillis) {
    while (!hidden.isEmpty() && hidden.peek().visibleAt <= now) {
      show(hidden.remove());
    }
    if (now >= nextExpiry) {
      nextExpiry = Long.MAX_VALUE;
      for (StoredMessage message : List.copyOf(all.values())) {
        long expiry = message.content.sent() + retentionMillis;
        if (expiry <= now) {
          remove(message);
        } else {
          nextExpiry = Math.min(nextExpiry, expiry);
        }
      }
    }
  }

  /** Has the next {@link #settle} look at every message's age. */
  void retentionChanged() {
    nextExpiry = 0;
  }

  /**
   * Takes up to {@code max} visible messages that may be received now, in order.
   *
   * @param exhausted tells which messages go to the dead-letter queue instead; they are removed
   * @param deadLetters where those go
   */
  List<StoredMessage> take(
      int max, Predicate<StoredMessage> exhausted, List<StoredMessage> deadLetters) {
    List<StoredMessage> taken = new ArrayList<>();
    for (Iterator<StoredMessage> visible = ready.values().iterator();
        visible.hasNext() && taken.size() < max; ) {
      StoredMessage message = visible.next();
      String group = message.content.group();
      if (fifo && group != null && busyGroups.containsKey(group)) {
        continue;
      }
      visible.remove();
      if (exhausted.test(message)) {
        all.remove(message.content.id());
        deadLetters.add(message);
      } else {
        taken.add(message);
      }
    }
    return taken;
  }

  /** Hides a taken message until {@code until}. */
  void hide(StoredMessage message, long until) {
    message.state = StoredMessage.State.IN_FLIGHT;
    message.visibleAt = until;
    hidden.add(message);
    if (message.content.group() != null) {
      busyGroups.merge(message.content.group(), 1, Integer::sum);
    }
  }

  /** Moves the end of an in-flight message's invisibility. */
  void reschedule(StoredMessage message, long until) {
    hidden.remove(message);
    message.visibleAt = until;
    hidden.add(message);
  }

  Optional<StoredMessage> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Forgets a taken message. */
  void forget(StoredMessage message) {
    all.remove(message.content.id());
  }

  void remove(StoredMessage message) {
    all.remove(message.content.id());
    if (message.state == StoredMessage.State.READY) {
      ready.remove(message.position);
    } else {
      hidden.remove(message);
      release(message);
    }
  }

  void clear() {
    all.clear();
    ready.clear();
    hidden.clear();
    busyGroups.clear();
  }

  /** When the next hidden message becomes visible; empty where none is hidden. */
  Optional<Long> nextVisible() {
    return Optional.ofNullable(hidden.peek()).map(message -> message.visibleAt);
  }

  long count(StoredMessage.State state) {
    return state == StoredMessage.State.READY
        ? ready.size()
        : hidden.stream().filter(message -> message.state == state).count();
  }

  private void show(StoredMessage message) {
    release(message);
    message.state = StoredMessage.State.READY;
    ready.put(message.position, message);
  }

  private void release(StoredMessage message) {
    String group = message.content.group();
    if (message.state == StoredMessage.State.IN_FLIGHT && group != null) {
      busyGroups.computeIfPresent(group, (any, count) -> count == 1 ? null : count - 1);
    }
  }
}
