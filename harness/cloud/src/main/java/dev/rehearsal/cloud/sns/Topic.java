package dev.rehearsal.cloud.sns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One topic with its subscriptions. Thread-safe. */
final class Topic {

  final String name;
  final String arn;
  final boolean fifo;
  final Map<String, String> attributes = new ConcurrentHashMap<>();
  final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final Map<String, String> tags = new TreeMap<>();
  private final AtomicLong sequence = new AtomicLong();
  private final Map<String, Sent> deduplication = new HashMap<>();

  /** What a deduplicated publish answers again. */
  record Sent(String messageId, String sequenceNumber, long at) {}

  Topic(String name, String arn) {
    this.name = name;
    this.arn = arn;
    this.fifo = name.endsWith(".fifo");
  }

  boolean contentBasedDeduplication() {
    return "true".equals(attributes.get("ContentBasedDeduplication"));
  }

  String nextSequenceNumber() {
    return "1" + String.format("%019d", sequence.incrementAndGet() * 1000);
  }

  /** Remembers a publish, or answers the one within the last five minutes that it repeats. */
  synchronized Optional<Sent> repeated(String key, Sent sent) {
    deduplication.values().removeIf(old -> sent.at() - old.at() >= 300_000);
    return Optional.ofNullable(deduplication.putIfAbsent(key, sent));
  }

  synchronized Map<String, String> tags() {
    return new TreeMap<>(tags);
  }

  synchronized void tag(Map<String, String> more) {
    tags.putAll(more);
  }

  synchronized void untag(List<String> keys) {
    keys.forEach(tags::remove);
  }
}
