package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.Surroundings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** The JSON documents that SNS sends: notifications and requests to confirm. */
final class Envelope {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Surroundings aws;

  Envelope(Surroundings aws) {
    this.aws = aws;
  }

  /** The notification as SQS and HTTP endpoints get it. */
  String notification(Notification sent, Subscription to) {
    return write(fields(sent, to, "SigningCertURL", "UnsubscribeURL"));
  }

  /** The event as a function gets it: one record. */
  String lambdaEvent(Notification sent, Subscription to) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode item = event.putArray("Records").addObject();
    item.put("EventSource", "aws:sns");
    item.put("EventVersion", "1.0");
    item.put("EventSubscriptionArn", to.arn);
    ObjectNode sns = fields(sent, to, "SigningCertUrl", "UnsubscribeUrl");
    if (!sns.has("Subject")) {
      sns.putNull("Subject");
    }
    if (!sns.has("MessageAttributes")) {
      sns.putObject("MessageAttributes");
    }
    item.set("Sns", sns);
    return event.toString();
  }

  /** What an HTTP endpoint gets first. */
  String confirmation(Subscription subscription, String messageId) {
    ObjectNode body = JSON.createObjectNode();
    String timestamp = TIMESTAMP.format(aws.clock().instant());
    String url = confirmUrl(subscription);
    String message =
        "You have chosen to subscribe to the topic "
            + subscription.topicArn
            + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.";
    Map<String, String> signed = new TreeMap<>();
    signed.put("Message", message);
    signed.put("MessageId", messageId);
    signed.put("SubscribeURL", url);
    signed.put("Timestamp", timestamp);
    signed.put("Token", subscription.token);
    signed.put("TopicArn", subscription.topicArn);
    signed.put("Type", "SubscriptionConfirmation");
    body.put("Type", "SubscriptionConfirmation");
    body.put("MessageId", messageId);
    body.put("Token", subscription.token);
    body.put("TopicArn", subscription.topicArn);
    body.put("Message", message);
    body.put("SubscribeURL", url);
    body.put("Timestamp", timestamp);
    sign(body, signed, "1", "SigningCertURL");
    return write(body);
  }

  /** The link that confirms a subscription when it is followed. */
  String confirmUrl(Subscription subscription) {
    return endpoint()
        + "/?Action=ConfirmSubscription&TopicArn="
        + encode(subscription.topicArn)
        + "&Token="
        + subscription.token;
  }

  String unsubscribeUrl(Subscription subscription) {
    return endpoint() + "/?Action=Unsubscribe&SubscriptionArn=" + encode(subscription.arn);
  }

  private ObjectNode fields(
      Notification sent, Subscription to, String certificateField, String unsubscribeField) {
    ObjectNode body = JSON.createObjectNode();
    String message = sent.messageFor(to.protocol);
    String timestamp = TIMESTAMP.format(sent.published());
    body.put("Type", "Notification");
    body.put("MessageId", sent.id());
    put(body, "SequenceNumber", sent.sequenceNumber());
    body.put("TopicArn", sent.topic().arn);
    put(body, "Subject", sent.subject());
    body.put("Message", message);
    body.put("Timestamp", timestamp);
    if (!sent.topic().fifo) {
      Map<String, String> signed = new TreeMap<>();
      signed.put("Message", message);
      signed.put("MessageId", sent.id());
      if (sent.subject() != null) {
        signed.put("Subject", sent.subject());
      }
      signed.put("Timestamp", timestamp);
      signed.put("TopicArn", sent.topic().arn);
      signed.put("Type", "Notification");
      String version = sent.topic().attributes.getOrDefault("SignatureVersion", "1");
      sign(body, signed, version, certificateField);
    }
    body.put(unsubscribeField, unsubscribeUrl(to));
    if (!sent.attributes().isEmpty()) {
      body.set("MessageAttributes", attributes(sent.attributes()));
    }
    return body;
  }

  private void sign(
      ObjectNode body, Map<String, String> signed, String version, String certificateField) {
    StringBuilder text = new StringBuilder();
    signed.forEach((name, value) -> text.append(name).append('\n').append(value).append('\n'));
    body.put("SignatureVersion", version);
    body.put("Signature", Signer.sign(text.toString(), version));
    body.put(certificateField, endpoint() + "/SimpleNotificationService.pem");
  }

  private static ObjectNode attributes(Map<String, MessageAttributeValue> all) {
    ObjectNode attributes = JSON.createObjectNode();
    new TreeMap<>(all)
        .forEach(
            (name, value) ->
                attributes
                    .putObject(name)
                    .put("Type", value.dataType())
                    .put(
                        "Value",
                        value.binaryValue() == null
                            ? value.stringValue()
                            : Base64.getEncoder()
                                .encodeToString(value.binaryValue().asByteArrayUnsafe())));
    return attributes;
  }

  private String endpoint() {
    return aws.endpoints()
        .find(Endpoints.Server.AWS)
        .map(URI::toString)
        .orElse("https://sns." + aws.region() + ".amazonaws.com");
  }

  /** An instant as SNS writes it. */
  static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String write(ObjectNode body) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
