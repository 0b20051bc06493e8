package dev.rehearsal.cloud.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * ReceiveMessage. A receiver that waits is woken by the message it waits for; it looks by itself
 * only while messages are hidden, because the stage's clock may jump.
 */
final class Receiving {

  private static final long CLOCK_JUMP_CHECK = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_IN_FLIGHT = 120_000;

  private final Surroundings aws;
  private final Queues queues;

  Receiving(Surroundings aws, Queues queues) {
    this.aws = aws;
    this.queues = queues;
  }

  List<Message> receive(ReceiveMessageRequest request) {
    int max = request.maxNumberOfMessages() == null ? 1 : request.maxNumberOfMessages();
    if (max < 1 || max > 10) {
      throw SqsErrors.value(max, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.");
    }
    range(request.waitTimeSeconds(), "WaitTimeSeconds", 20);
    range(request.visibilityTimeout(), "VisibilityTimeout", 43_200);
    List<String> system =
        Stream.concat(
                request.attributeNamesAsStrings().stream(),
                request.messageSystemAttributeNamesAsStrings().stream())
            .toList();
    List<StoredMessage> received =
        queues.locked(() -> waitFor(queues.at(request.queueUrl()), request, max));
    return queues.locked(
        () ->
            received.stream()
                .map(message -> show(message, system, request.messageAttributeNames()))
                .toList());
  }

  private List<StoredMessage> waitFor(Queue queue, ReceiveMessageRequest request, int max) {
    long wait =
        request.waitTimeSeconds() == null
            ? queue.attributes.number("ReceiveMessageWaitTimeSeconds")
            : request.waitTimeSeconds();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
    while (true) {
      if (queue.deleted) {
        throw SqsErrors.noQueue();
      }
      List<StoredMessage> taken = take(queue, request, max);
      long left = deadline - System.nanoTime();
      if (!taken.isEmpty() || left <= 0) {
        return taken;
      }
      try {
        long unused = queue.changed.awaitNanos(untilNextLook(queue, left));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
  }

  private long untilNextLook(Queue queue, long left) {
    Optional<Long> next = queue.messages.nextVisible();
    if (next.isEmpty()) {
      return left;
    }
    long until = TimeUnit.MILLISECONDS.toNanos(Math.max(1, next.get() - queues.now()));
    return Math.min(left, Math.min(until, CLOCK_JUMP_CHECK));
  }

  private List<StoredMessage> take(Queue queue, ReceiveMessageRequest request, int max) {
    long now = queues.now();
    queue.settle(now);
    Optional<Queue> deadLetterQueue =
        queue.redrive().flatMap(policy -> queues.withArn(policy.deadLetterTargetArn()));
    int maxReceives = queue.redrive().map(RedrivePolicy::maxReceiveCount).orElse(Integer.MAX_VALUE);
    List<StoredMessage> dead = new ArrayList<>();
    List<StoredMessage> taken =
        queue.messages.take(
            max, message -> deadLetterQueue.isPresent() && message.receives >= maxReceives, dead);
    deadLetterQueue.ifPresent(target -> dead.forEach(message -> bury(message, queue, target, now)));
    if (!taken.isEmpty()
        && queue.messages.count(StoredMessage.State.IN_FLIGHT) + taken.size() > MAX_IN_FLIGHT) {
      throw AwsError.of(
          OverLimitException.builder(), "OverLimit", 403, "Too many messages are in flight.");
    }
    long visibility =
        request.visibilityTimeout() == null
            ? queue.attributes.number("VisibilityTimeout")
            : request.visibilityTimeout();
    for (StoredMessage message : taken) {
      message.receives++;
      message.firstReceived = message.firstReceived == 0 ? now : message.firstReceived;
      message.receiptHandle = handle(message);
      queue.messages.hide(message, now + visibility * 1000);
    }
    return taken;
  }

  private static void bury(StoredMessage message, Queue from, Queue target, long now) {
    target.settle(now);
    StoredMessage buried =
        target.messages.add(message.content.movedFrom(from.arn), now, 0, target.retentionMillis());
    buried.receives = message.receives;
    buried.firstReceived = message.firstReceived;
    target.changed.signal();
  }

  private String handle(StoredMessage message) {
    String plain = message.content.id() + " " + message.receives + " " + aws.ids().hex(64);
    return Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
  }

  private static Message show(
      StoredMessage message, List<String> system, List<String> attributeNames) {
    StoredMessage.Content content = message.content;
    Message.Builder shown =
        Message.builder()
            .messageId(content.id())
            .receiptHandle(message.receiptHandle)
            .body(content.body())
            .md5OfBody(content.md5OfBody());
    Map<String, String> all = systemAttributes(message);
    if (!system.contains("All")) {
      all.keySet().retainAll(system);
    }
    if (!all.isEmpty()) {
      shown.attributesWithStrings(all);
    }
    Map<String, MessageAttributeValue> wanted = new TreeMap<>();
    content
        .attributes()
        .forEach(
            (name, value) -> {
              if (attributeNames.stream().anyMatch(pattern -> asks(pattern, name))) {
                wanted.put(name, value);
              }
            });
    if (!wanted.isEmpty()) {
      shown.messageAttributes(wanted).md5OfMessageAttributes(Digests.md5(wanted));
    }
    return shown.build();
  }

  private static boolean asks(String pattern, String name) {
    return pattern.equals("All")
        || (pattern.endsWith(".*") && name.startsWith(pattern.substring(0, pattern.length() - 2)))
        || pattern.equals(name);
  }

  private static Map<String, String> systemAttributes(StoredMessage message) {
    StoredMessage.Content content = message.content;
    Map<String, String> all = new LinkedHashMap<>();
    all.put("SenderId", content.senderId());
    all.put("SentTimestamp", String.valueOf(content.sent()));
    all.put("ApproximateReceiveCount", String.valueOf(message.receives));
    all.put("ApproximateFirstReceiveTimestamp", String.valueOf(message.firstReceived));
    put(all, "AWSTraceHeader", content.traceHeader());
    put(all, "MessageGroupId", content.group());
    put(all, "MessageDeduplicationId", content.deduplicationId());
    put(all, "SequenceNumber", content.sequenceNumber());
    put(all, "DeadLetterQueueSourceArn", content.deadLetterSource());
    return all;
  }

  private static void put(Map<String, String> all, String name, @Nullable String value) {
    if (value != null) {
      all.put(name, value);
    }
  }

  private static void range(@Nullable Integer value, String name, int max) {
    if (value != null && (value < 0 || value > max)) {
      throw SqsErrors.value(value, name, "Must be >= 0 and <= " + max + ", if provided.");
    }
  }
}
