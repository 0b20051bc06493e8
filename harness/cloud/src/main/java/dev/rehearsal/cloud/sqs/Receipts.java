package dev.rehearsal.cloud.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a consumer does with a receipt handle: deletes its message, or moves its timeout. */
final class Receipts {

  private final Queues queues;

  Receipts(Queues queues) {
    this.queues = queues;
  }

  /** Deletes a message. One that is gone, or was received again since, is no error. */
  void delete(@Nullable String url, @Nullable String handle) {
    queues.locked(
        () -> {
          Queue queue = queues.at(url);
          queue.settle(queues.now());
          Optional<StoredMessage> found = find(queue, handle);
          if (found.isEmpty() || !String.valueOf(handle).equals(found.get().receiptHandle)) {
            return;
          }
          StoredMessage message = found.get();
          if (queue.fifo && message.state != StoredMessage.State.IN_FLIGHT) {
            throw SqsErrors.value(
                String.valueOf(handle), "ReceiptHandle", "The receipt handle has expired.");
          }
          queue.messages.remove(message);
          if (queue.fifo) {
            queue.changed.signalAll();
          }
        });
  }

  void changeVisibility(@Nullable String url, @Nullable String handle, @Nullable Integer seconds) {
    if (seconds == null) {
      throw SqsErrors.missing("VisibilityTimeout");
    }
    if (seconds < 0 || seconds > 43_200) {
      throw SqsErrors.value(
          seconds, "VisibilityTimeout", "VisibilityTimeout must be an integer between 0 and 43200");
    }
    queues.locked(
        () -> {
          Queue queue = queues.at(url);
          long now = queues.now();
          queue.settle(now);
          Optional<StoredMessage> found = find(queue, handle);
          if (found.isEmpty()
              || found.get().state != StoredMessage.State.IN_FLIGHT
              || !String.valueOf(handle).equals(found.get().receiptHandle)) {
            throw SqsErrors.notInFlight(String.valueOf(handle));
          }
          queue.messages.reschedule(found.get(), now + seconds * 1000L);
          queue.settle(now);
          // The time of the next look has changed for everybody who waits.
          queue.changed.signalAll();
        });
  }

  private static Optional<StoredMessage> find(Queue queue, @Nullable String handle) {
    if (handle == null || handle.isEmpty()) {
      throw SqsErrors.missing("ReceiptHandle");
    }
    try {
      String[] parts = new String(Base64.getDecoder().decode(handle), UTF_8).split(" ", -1);
      if (parts.length != 3) {
        throw SqsErrors.receiptHandle(handle);
      }
      return queue.messages.find(parts[0]);
    } catch (IllegalArgumentException notBase64) {
      throw SqsErrors.receiptHandle(handle);
    }
  }
}
