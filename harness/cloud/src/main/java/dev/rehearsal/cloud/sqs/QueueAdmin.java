package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.call.AwsError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

/** Makes, describes, changes and deletes queues. */
final class QueueAdmin {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final Pattern FIFO_NAME = Pattern.compile("[A-Za-z0-9_-]{1,75}\\.fifo");

  private final Queues queues;

  QueueAdmin(Queues queues) {
    this.queues = queues;
  }

  String create(@Nullable String name, Map<String, String> attributes, Map<String, String> tags) {
    if (name == null || name.isEmpty()) {
      throw SqsErrors.missing("QueueName");
    }
    boolean fifo = name.endsWith(".fifo");
    if (fifo != "true".equals(attributes.get("FifoQueue"))) {
      throw SqsErrors.parameter(
          fifo
              ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
                  + " underscores, must end with .fifo suffix, and FifoQueue must be true."
              : "The name of a FIFO queue must end with the .fifo suffix.");
    }
    if (!(fifo ? FIFO_NAME : NAME).matcher(name).matches()) {
      throw SqsErrors.parameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    QueueAttributes.check(attributes, fifo);
    return queues.locked(
        () -> {
          Optional<Queue> known = queues.named(name);
          if (known.isPresent()) {
            checkSame(known.get(), attributes);
            return queues.url(known.get());
          }
          Queue queue = queues.make(name);
          checkRedrive(queue, attributes);
          queue.attributes.set(attributes);
          queue.tags.putAll(tags);
          queues.put(queue);
          return queues.url(queue);
        });
  }

  void set(@Nullable String url, Map<String, String> attributes) {
    queues.locked(
        () -> {
          Queue queue = queues.at(url);
          if (attributes.containsKey("FifoQueue")) {
            throw SqsErrors.attributeName("FifoQueue");
          }
          QueueAttributes.check(attributes, queue.fifo);
          checkRedrive(queue, attributes);
          queue.attributes.set(attributes);
          queue.modified = queues.now();
          queue.messages.retentionChanged();
        });
  }

  Map<String, String> describe(@Nullable String url, List<String> names) {
    return queues.locked(
        () -> {
          Queue queue = queues.at(url);
          for (String name : names) {
            if (!QueueAttributes.known(name)) {
              throw SqsErrors.attributeName(name);
            }
          }
          queue.settle(queues.now());
          Map<String, String> all = queue.describe();
          if (!names.contains("All")) {
            all.keySet().retainAll(names);
          }
          return all;
        });
  }

  void purge(@Nullable String url) {
    queues.locked(
        () -> {
          Queue queue = queues.at(url);
          long now = queues.now();
          if (queue.purged != Long.MIN_VALUE && now - queue.purged < 60_000) {
            throw AwsError.of(
                PurgeQueueInProgressException.builder(),
                SqsErrors.PREFIX + "PurgeQueueInProgress",
                403,
                "Only one PurgeQueue operation on " + queue.name + " is allowed every 60 seconds.");
          }
          queue.purged = now;
          queue.messages.clear();
        });
  }

  void delete(@Nullable String url) {
    queues.locked(() -> queues.remove(queues.at(url)));
  }

  /** The URLs of the queues that name this one as their dead-letter queue. */
  List<String> sourcesOf(@Nullable String url) {
    return queues.locked(
        () -> {
          Queue target = queues.at(url);
          return queues.all().stream()
              .filter(
                  queue ->
                      queue
                          .redrive()
                          .filter(policy -> policy.deadLetterTargetArn().equals(target.arn))
                          .isPresent())
              .map(queues::url)
              .toList();
        });
  }

  List<String> urls(@Nullable String prefix) {
    return queues.locked(
        () ->
            queues.all().stream()
                .filter(queue -> prefix == null || queue.name.startsWith(prefix))
                .map(queues::url)
                .toList());
  }

  Map<String, String> tags(@Nullable String url) {
    return queues.locked(() -> new LinkedHashMap<>(queues.at(url).tags));
  }

  void tag(@Nullable String url, Map<String, String> tags) {
    queues.locked(
        () -> {
          Map<String, String> after = new HashMap<>(queues.at(url).tags);
          after.putAll(tags);
          if (after.size() > 50) {
            throw SqsErrors.parameter("Too many tags added for queue " + url + ".");
          }
          queues.at(url).tags.putAll(tags);
        });
  }

  void untag(@Nullable String url, List<String> keys) {
    queues.locked(() -> keys.forEach(queues.at(url).tags::remove));
  }

  private static void checkSame(Queue known, Map<String, String> attributes) {
    attributes.forEach(
        (name, value) -> {
          String has = known.attributes.get(name);
          if (!(value.isEmpty() ? has == null : value.equals(has))) {
            throw AwsError.of(
                QueueNameExistsException.builder(),
                "QueueAlreadyExists",
                400,
                "A queue already exists with the same name and a different value for attribute "
                    + name);
          }
        });
  }

  private void checkRedrive(Queue queue, Map<String, String> attributes) {
    RedrivePolicy.checkAllow(attributes.get("RedriveAllowPolicy"));
    String document = attributes.getOrDefault("RedrivePolicy", "");
    RedrivePolicy.parse(document)
        .ifPresent(
            policy -> {
              Queue target =
                  queues
                      .withArn(policy.deadLetterTargetArn())
                      .orElseThrow(
                          () ->
                              SqsErrors.value(
                                  document, "RedrivePolicy", "Dead letter target does not exist."));
              if (target.fifo != queue.fifo) {
                throw SqsErrors.value(
                    document,
                    "RedrivePolicy",
                    "Dead-letter queue must be same type of queue as the source.");
              }
              if (!RedrivePolicy.allows(target.attributes.get("RedriveAllowPolicy"), queue.arn)) {
                throw SqsErrors.value(
                    document,
                    "RedrivePolicy",
                    "Queue "
                        + queue.arn
                        + " does not have permission to use "
                        + target.arn
                        + " as a dead-letter queue.");
              }
            });
  }
}
