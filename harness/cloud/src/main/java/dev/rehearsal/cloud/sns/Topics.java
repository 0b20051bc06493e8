package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The topics of one account and region. Thread-safe. */
final class Topics {

  private final Surroundings aws;
  private final Map<String, Topic> byArn = new ConcurrentSkipListMap<>();

  Topics(Surroundings aws) {
    this.aws = aws;
  }

  Topic make(String name) {
    return new Topic(name, aws.arn("sns", name));
  }

  void put(Topic topic) {
    byArn.put(topic.arn, topic);
  }

  Optional<Topic> find(String arn) {
    return Optional.ofNullable(byArn.get(arn));
  }

  /** The topic of a request that must name an existing one. */
  Topic at(@Nullable String arn) {
    if (arn == null || !arn.startsWith("arn:") || arn.split(":", -1).length != 6) {
      throw SnsErrors.invalid("TopicArn");
    }
    return find(arn).orElseThrow(() -> SnsErrors.notFound("Topic"));
  }

  void remove(String arn) {
    Topic topic = byArn.remove(arn);
    if (topic != null) {
      topic.subscriptions.forEach(Subscription::end);
    }
  }

  List<Topic> all() {
    return List.copyOf(byArn.values());
  }

  Stream<Subscription> subscriptions() {
    return byArn.values().stream().flatMap(topic -> topic.subscriptions.stream());
  }

  Subscription subscription(@Nullable String arn) {
    if (arn == null || !arn.startsWith("arn:") || arn.split(":", -1).length != 7) {
      throw SnsErrors.invalid(
          "SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
    }
    return subscriptions()
        .filter(subscription -> subscription.arn.equals(arn))
        .findFirst()
        .orElseThrow(() -> SnsErrors.notFound("Subscription"));
  }

  void clear() {
    List.copyOf(byArn.keySet()).forEach(this::remove);
  }
}
