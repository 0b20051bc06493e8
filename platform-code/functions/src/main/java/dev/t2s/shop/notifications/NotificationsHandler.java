package dev.t2s.shop.notifications;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.t2s.shop.orders.Outbox;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.TraceHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.ses.model.Body;
import software.amazon.awssdk.services.ses.model.Content;
import software.amazon.awssdk.services.sns.SnsClient;

/** Tells customers about their orders. Answers a batch with the messages that must come again. */
public final class NotificationsHandler implements RequestStreamHandler {

  private final Log log;
  private final Settings settings;
  private final Notifications notifications;
  private final SesClient ses;
  private final SnsClient sns;

  /** What Lambda calls. */
  public NotificationsHandler() {
    this(Settings.ofProcess(), new AwsClients(Settings.ofProcess()));
  }

  private NotificationsHandler(Settings settings, AwsClients aws) {
    this(settings, new Log("notifications"), aws.dynamoDb(), aws.ses(), aws.sns());
  }

  NotificationsHandler(
      Settings settings, Log log, DynamoDbClient dynamoDb, SesClient ses, SnsClient sns) {
    this.settings = settings;
    this.log = log;
    this.notifications = new Notifications(dynamoDb, settings.required("NOTIFICATIONS_TABLE"));
    this.ses = ses;
    this.sns = sns;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    log.invocation(context == null ? null : context.getAwsRequestId());
    Json batch = Json.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
    List<Map<String, Object>> again = new ArrayList<>();
    for (Json message : batch.objects("Records")) {
      String id = message.text("messageId").orElse("");
      try {
        tell(message);
      } catch (RuntimeException failure) {
        log.error("message must come again", failure, "messageId", id);
        again.add(Json.of("itemIdentifier", id));
      }
    }
    output.write(Json.write(Json.of("batchItemFailures", again)).getBytes(StandardCharsets.UTF_8));
  }

  private void tell(Json message) {
    Json body = Json.parse(message.text("body").orElse(""));
    // Without raw delivery the event is inside SNS's envelope.
    Optional<String> enveloped = body.text("Message");
    Json event = enveloped.isPresent() ? Json.parse(enveloped.get()) : body;
    String trace = trace(message, body);
    Json order = event.object("order");
    String orderId =
        order
            .text("id")
            .orElseThrow(() -> new IllegalArgumentException("The event has no order.id."));
    String type = event.text("type").orElse("");
    String shop = settings.text("SHOP_NAME", "T2S");
    String suffix;
    Text text;
    switch (type) {
      case Outbox.CONFIRMED -> {
        text = Text.confirmed(shop, order);
        suffix = "";
      }
      case Outbox.CANCELLED -> {
        text = Text.cancelled(shop, order);
        suffix = "#cancelled";
      }
      default -> throw new IllegalArgumentException("Not an event for customers: " + type);
    }
    Json customer = event.object("customer");
    RuntimeException failed = null;
    for (String channel : List.of("email", "phone")) {
      Optional<String> address = customer.text(channel);
      if (address.isEmpty()) {
        continue;
      }
      String name = channel.equals("phone") ? "sms" : channel;
      String id = orderId + "#" + name + suffix;
      try {
        once(id, trace, () -> send(name, address.get(), text, shop, trace));
      } catch (RuntimeException failure) {
        // One channel's failure must not keep the other from its message.
        failed = failure;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private void once(String id, @Nullable String trace, Runnable send) {
    switch (notifications.claim(id, trace)) {
      case ALREADY_SENT -> log.info("already sent", "notification", id);
      case BUSY -> throw new IllegalStateException(id + " is being sent by another invocation.");
      case GRANTED -> {
        try {
          send.run();
        } catch (SdkException failure) {
          notifications.unknown(id, trace);
          log.warn("not sent", "notification", id, "error", code(failure));
          throw failure;
        }
        notifications.sent(id, trace);
        log.info("sent", "notification", id);
      }
    }
  }

  private void send(
      String channel, String address, Text text, String shop, @Nullable String trace) {
    if (channel.equals("sms")) {
      sns.publish(
          publish ->
              publish
                  .phoneNumber(address)
                  .message(text.brief())
                  .overrideConfiguration(TraceHeader.carrying(trace)));
      return;
    }
    String from =
        "\""
            + shop.replaceAll("[^ -~]|[\"\\\\]", "")
            + "\" <"
            + settings.required("SENDER_ADDRESS")
            + ">";
    ses.sendEmail(
        email ->
            email
                .source(from)
                .destination(to -> to.toAddresses(address))
                .message(
                    message ->
                        message
                            .subject(utf8(text.subject()))
                            .body(
                                Body.builder()
                                    .text(utf8(text.plain()))
                                    .html(utf8(text.html()))
                                    .build()))
                .overrideConfiguration(TraceHeader.carrying(trace)));
  }

  private static Content utf8(String text) {
    return Content.builder().charset("UTF-8").data(text).build();
  }

  /** The trace of the order: by SQS, or else by the attribute the relay put there. */
  private static @Nullable String trace(Json message, Json body) {
    return message
        .object("attributes")
        .text("AWSTraceHeader")
        .or(() -> message.object("messageAttributes").object(TraceHeader.NAME).text("stringValue"))
        .or(() -> body.object("MessageAttributes").object(TraceHeader.NAME).text("Value"))
        .orElse(null);
  }

  private static String code(SdkException failure) {
    return failure instanceof SdkServiceException service
        ? failure.getClass().getSimpleName() + " " + service.statusCode()
        : failure.getClass().getSimpleName();
  }
}
