package dev.t2s.shop.outbox;

import dev.t2s.shop.orders.Database;
import dev.t2s.shop.orders.Outbox;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.TraceHeader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Takes rows of the outbox that no other relay holds, publishes them, marks them sent. */
final class Relay {

  /** What a run did. */
  record Result(int sent, int failed) {}

  private static final int BATCH = 20;
  private static final int MOST_BATCHES = 25;

  private final Database database;
  private final SnsClient sns;
  private final String topic;
  private final Log log;

  Relay(Database database, SnsClient sns, String topic, Log log) {
    this.database = database;
    this.sns = sns;
    this.topic = topic;
    this.log = log;
  }

  /** At least once: what was published before its transaction broke is published again. */
  Result run() {
    int sent = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      Result result = database.transaction(this::batch);
      sent += result.sent();
      if (result.failed() > 0 || result.sent() < BATCH) {
        return new Result(sent, result.failed());
      }
    }
    return new Result(sent, 0);
  }

  private Result batch(Connection sql) throws SQLException {
    int sent = 0;
    int failed = 0;
    for (Outbox.Row row : Outbox.take(sql, BATCH)) {
      try {
        publish(row);
      } catch (SdkException failure) {
        log.error("event not published", failure, "event", row.eventId(), "order", row.orderId());
        failed++;
        continue;
      }
      Outbox.markSent(sql, row.id());
      sent++;
    }
    return new Result(sent, failed);
  }

  private void publish(Outbox.Row row) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    attributes.put("type", attribute(row.type()));
    attributes.put("orderId", attribute(row.orderId()));
    String trace = row.trace();
    if (trace != null) {
      attributes.put(TraceHeader.NAME, attribute(trace));
    }
    sns.publish(
        publish ->
            publish
                .topicArn(topic)
                .message(row.payload())
                .messageAttributes(attributes)
                .overrideConfiguration(TraceHeader.carrying(trace)));
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
