package dev.rehearsal.cloud.sqs;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A message in a queue. Its mutable part is guarded by the lock of the queues. */
final class StoredMessage {

  /**
   * What a producer sent; never changes.
   *
   * @param sent when it was sent, in milliseconds of the stage's clock
   * @param traceHeader the {@code AWSTraceHeader}
   * @param deadLetterSource the queue whose redrive policy moved it here; null where none did
   */
  record Content(
      String id,
      String body,
      String md5OfBody,
      Map<String, MessageAttributeValue> attributes,
      String senderId,
      long sent,
      @Nullable String traceHeader,
      @Nullable String group,
      @Nullable String deduplicationId,
      @Nullable String sequenceNumber,
      @Nullable String deadLetterSource) {

    Content movedFrom(String queueArn) {
      return new Content(
          id,
          body,
          md5OfBody,
          attributes,
          senderId,
          sent,
          traceHeader,
          group,
          deduplicationId,
          sequenceNumber,
          queueArn);
    }

    /** The same message as a new one: a redrive mints a new id and starts retention again. */
    Content redriven(String newId, long now) {
      return new Content(
          newId,
          body,
          md5OfBody,
          attributes,
          senderId,
          now,
          traceHeader,
          group,
          deduplicationId,
          sequenceNumber,
          null);
    }
  }

  /** Where a message stands. */
  enum State {
    DELAYED,
    READY,
    IN_FLIGHT
  }

  final Content content;
  final long position;
  State state = State.READY;

  /** When a delayed or received message becomes visible (again). */
  long visibleAt;

  int receives;
  long firstReceived;
  @Nullable String receiptHandle;

  StoredMessage(Content content, long position) {
    this.content = content;
    this.position = position;
  }
}
