package dev.rehearsal.cloud.sns;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** One subscription. Thread-safe. */
final class Subscription {

  final String arn;
  final String topicArn;
  final String protocol;
  final String endpoint;
  final String owner;
  final String token;
  final long created;
  final Map<String, String> attributes = new ConcurrentHashMap<>();

  /** The messages of a FIFO topic that wait for the one before them. Guarded by this. */
  private final Queue<Notification> waiting = new ArrayDeque<>();

  private boolean delivering;

  private volatile boolean confirmed;
  private volatile boolean authenticated;
  private volatile boolean gone;
  private volatile @Nullable FilterPolicy filter;

  Subscription(
      String arn,
      String topicArn,
      String protocol,
      String endpoint,
      String owner,
      String token,
      long created) {
    this.arn = arn;
    this.topicArn = topicArn;
    this.protocol = protocol;
    this.endpoint = endpoint;
    this.owner = owner;
    this.token = token;
    this.created = created;
  }

  boolean confirmed() {
    return confirmed;
  }

  void confirm(boolean byAuthenticatedCaller) {
    authenticated = byAuthenticatedCaller;
    confirmed = true;
  }

  boolean confirmedWithAuthentication() {
    return authenticated;
  }

  void end() {
    gone = true;
  }

  boolean ended() {
    return gone;
  }

  /**
   * Adds a FIFO topic's message behind those not delivered yet.
   *
   * @return whether it is its turn now
   */
  synchronized boolean enqueue(Notification notification) {
    if (delivering) {
      waiting.add(notification);
      return false;
    }
    delivering = true;
    return true;
  }

  /** The message whose turn it is after the one before is done with; empty where none waits. */
  synchronized Optional<Notification> nextInOrder() {
    Notification next = waiting.poll();
    delivering = next != null;
    return Optional.ofNullable(next);
  }

  boolean raw() {
    return "true".equals(attributes.get("RawMessageDelivery"));
  }

  Optional<String> redrivePolicy() {
    return Optional.ofNullable(attributes.get("RedrivePolicy"));
  }

  void filterBy(@Nullable FilterPolicy policy) {
    filter = policy;
  }

  boolean wants(String body, Map<String, MessageAttributeValue> messageAttributes) {
    FilterPolicy policy = filter;
    return policy == null || policy.accepts(body, messageAttributes);
  }
}
