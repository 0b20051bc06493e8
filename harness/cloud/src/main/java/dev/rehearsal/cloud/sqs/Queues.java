package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.Surroundings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one account and region, and the one lock that guards them all: a message moves to
 * its dead-letter queue in one step.
 */
final class Queues {

  private final Surroundings aws;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Queue> byName = new TreeMap<>();

  Queues(Surroundings aws) {
    this.aws = aws;
  }

  long now() {
    return aws.clock().millis();
  }

  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable work) {
    locked(
        () -> {
          work.run();
          return true;
        });
  }

  Queue make(String name) {
    return new Queue(name, aws.arn("sqs", name), lock.newCondition(), now());
  }

  void put(Queue queue) {
    byName.put(queue.name, queue);
  }

  Optional<Queue> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Queue> withArn(String arn) {
    return byName.values().stream().filter(queue -> queue.arn.equals(arn)).findFirst();
  }

  Collection<Queue> all() {
    return List.copyOf(byName.values());
  }

  /** The queue at a URL; only its account and name count. */
  Queue at(@Nullable String url) {
    if (url == null || url.isEmpty()) {
      throw SqsErrors.missing("QueueUrl");
    }
    String[] parts = url.split("/", -1);
    Queue queue = byName.get(parts[parts.length - 1]);
    boolean ours = parts.length < 2 || parts[parts.length - 2].equals(aws.account());
    if (queue == null || !ours) {
      throw SqsErrors.noQueue();
    }
    return queue;
  }

  /** A queue's URL: on the AWS endpoint, where one has been started. */
  String url(Queue queue) {
    return QueueAddress.url(aws, queue.arn);
  }

  void remove(Queue queue) {
    byName.remove(queue.name);
    queue.deleted = true;
    queue.changed.signalAll();
  }

  void removeAll() {
    all().forEach(this::remove);
  }
}
