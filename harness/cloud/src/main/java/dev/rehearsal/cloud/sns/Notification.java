package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.call.Trace;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * A published message on its way to the subscriptions.
 *
 * @param message the message by protocol; {@code default} where a protocol has none of its own
 * @param published when, by the stage's clock
 */
record Notification(
    Topic topic,
    String id,
    Map<String, String> message,
    @Nullable String subject,
    Map<String, MessageAttributeValue> attributes,
    @Nullable String group,
    @Nullable String deduplicationId,
    @Nullable String sequenceNumber,
    Instant published,
    Trace trace) {

  String messageFor(String protocol) {
    return message.getOrDefault(protocol, message.getOrDefault("default", ""));
  }
}
