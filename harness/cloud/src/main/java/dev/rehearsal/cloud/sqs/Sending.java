package dev.rehearsal.cloud.sqs;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Trace;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** SendMessage: checks, deduplicates and stores. */
final class Sending {

  private final Surroundings aws;
  private final Queues queues;

  Sending(Surroundings aws, Queues queues) {
    this.aws = aws;
    this.queues = queues;
  }

  SendMessageResponse send(@Nullable String url, Outgoing message) {
    return queues.locked(
        () -> {
          Queue queue = queues.at(url);
          return send(queue, message, message.checkedBody(queue));
        });
  }

  private SendMessageResponse send(Queue queue, Outgoing message, String body) {
    long now = queues.now();
    queue.settle(now);
    String md5 = Digests.md5(body);
    SendMessageResponse.Builder answer = SendMessageResponse.builder().md5OfMessageBody(md5);
    if (!message.attributes().isEmpty()) {
      answer.md5OfMessageAttributes(Digests.md5(message.attributes()));
    }
    if (!message.systemAttributes().isEmpty()) {
      answer.md5OfMessageSystemAttributes(Digests.md5OfSystem(message.systemAttributes()));
    }
    String deduplicationId = null;
    String key = "";
    if (queue.fifo) {
      deduplicationId =
          message.deduplicationId() == null ? Digests.sha256(body) : message.deduplicationId();
      boolean perGroup = "messageGroup".equals(queue.attributes.get("DeduplicationScope"));
      key = (perGroup ? message.group() + " " : "") + deduplicationId;
      Optional<Queue.Sent> repeated = queue.repeated(key, now);
      if (repeated.isPresent()) {
        return answer
            .messageId(repeated.get().messageId())
            .sequenceNumber(repeated.get().sequenceNumber())
            .build();
      }
    }
    String id = aws.ids().uuid();
    String sequence = queue.fifo ? queue.nextSequenceNumber() : null;
    if (sequence != null) {
      queue.remember(key, new Queue.Sent(id, sequence, now));
    }
    long delay =
        message.delaySeconds() == null || queue.fifo
            ? queue.attributes.number("DelaySeconds")
            : message.delaySeconds();
    queue.messages.add(
        new StoredMessage.Content(
            id,
            body,
            md5,
            Map.copyOf(message.attributes()),
            senderId(),
            now,
            traceHeader(message.systemAttributes()),
            message.group(),
            deduplicationId,
            sequence,
            null),
        now,
        delay * 1000,
        queue.retentionMillis());
    queue.changed.signal();
    return answer.messageId(id).sequenceNumber(sequence).build();
  }

  /**
   * The header sent as an attribute, or else that of the call itself, as AWS does. Where both are
   * of one chain the call's is kept: it names the hop that put the message here.
   */
  private static @Nullable String traceHeader(Map<String, MessageSystemAttributeValue> given) {
    Optional<Trace> own = CallScope.current().map(AwsCall::trace);
    MessageSystemAttributeValue header = given.get("AWSTraceHeader");
    if (header == null) {
      return own.map(Trace::header).orElse(null);
    }
    return Trace.parse(header.stringValue())
        .flatMap(sent -> own.filter(trace -> trace.root().equals(sent.root())))
        .map(Trace::header)
        .orElse(header.stringValue());
  }

  private String senderId() {
    Caller caller = CallScope.current().map(AwsCall::caller).orElse(null);
    if (caller instanceof Caller.RoleSession session) {
      return session.roleId() + ":" + session.sessionName();
    }
    if (caller instanceof Caller.User user) {
      return user.userId();
    }
    return caller instanceof Caller.Service service ? service.principal() : aws.account();
  }
}
