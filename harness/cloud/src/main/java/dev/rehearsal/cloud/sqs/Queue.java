package dev.rehearsal.cloud.sqs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;

/** One queue. Its state is guarded by the lock of the queues. */
final class Queue {

  final String name;
  final String arn;
  final boolean fifo;
  final QueueAttributes attributes;
  final Map<String, String> tags = new TreeMap<>();
  final MessageStore messages;

  /** Signalled when a message arrives or the queue goes. */
  final Condition changed;

  final long created;
  long modified;
  long purged = Long.MIN_VALUE;
  long sequence;
  boolean deleted;
  private final Map<String, Sent> deduplication = new HashMap<>();

  /** What a deduplicated send answers again. */
  record Sent(String messageId, String sequenceNumber, long at) {}

  Queue(String name, String arn, Condition changed, long now) {
    this.name = name;
    this.arn = arn;
    this.fifo = name.endsWith(".fifo");
    this.attributes = new QueueAttributes(fifo);
    this.messages = new MessageStore(fifo);
    this.changed = changed;
    this.created = now;
    this.modified = now;
  }

  long retentionMillis() {
    return attributes.number("MessageRetentionPeriod") * 1000;
  }

  void settle(long now) {
    messages.settle(now, retentionMillis());
  }

  /** The send within the last five minutes that this one repeats. */
  Optional<Sent> repeated(String key, long now) {
    deduplication.values().removeIf(sent -> now - sent.at() >= 300_000);
    return Optional.ofNullable(deduplication.get(key));
  }

  void remember(String key, Sent sent) {
    deduplication.put(key, sent);
  }

  String nextSequenceNumber() {
    return "188" + String.format("%017d", 49_496_460_467_696_128L + (++sequence) * 256);
  }

  Optional<RedrivePolicy> redrive() {
    return RedrivePolicy.parse(attributes.get("RedrivePolicy"));
  }

  /** Every attribute, as {@code GetQueueAttributes} answers {@code All}. */
  Map<String, String> describe() {
    Map<String, String> all = attributes.all();
    all.put("QueueArn", arn);
    all.put("CreatedTimestamp", String.valueOf(created / 1000));
    all.put("LastModifiedTimestamp", String.valueOf(modified / 1000));
    all.put(
        "ApproximateNumberOfMessages", String.valueOf(messages.count(StoredMessage.State.READY)));
    all.put(
        "ApproximateNumberOfMessagesDelayed",
        String.valueOf(messages.count(StoredMessage.State.DELAYED)));
    all.put(
        "ApproximateNumberOfMessagesNotVisible",
        String.valueOf(messages.count(StoredMessage.State.IN_FLIGHT)));
    return all;
  }
}
