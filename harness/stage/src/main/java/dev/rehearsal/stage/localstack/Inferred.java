package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.call.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Records a delivery that happened inside LocalStack: a message that a queue hands out under the
 * trace of a call on SNS must have come from there. Thread-safe.
 */
final class Inferred {

  private static final int REMEMBERED = 10_000;

  private final Supplier<Cloud> cloud;
  private final HopSink hops;
  private final Set<String> seen =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  Inferred(Supplier<Cloud> cloud, HopSink hops) {
    this.cloud = cloud;
    this.hops = hops;
  }

  /** Remembers a message that was sent to the queue by a call that the gateway saw. */
  void sent(String messageId) {
    seen.add(messageId);
  }

  /** Records the delivery of a message that nobody was seen to send. */
  void received(Message message, String queueArn) {
    Optional<Trace> trace =
        Trace.parse(message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER));
    if (trace.isEmpty() || !seen.add(message.messageId())) {
      return;
    }
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    hops.accept(
        new Hop(
            cloud.get().ids().hex(16),
            Hop.Kind.AWS,
            trace.get(),
            "sns",
            "sqs",
            "sqs:SendMessage",
            queueArn,
            sent == null ? Instant.now() : Instant.ofEpochMilli(Long.parseLong(sent)),
            Duration.ZERO,
            200,
            null,
            null,
            null,
            Map.of("inferred", "inside LocalStack: the queue handed the message out")));
  }
}
