package dev.rehearsal.cloud.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.Trace;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Publish: checks, deduplicates, and hands the message to the delivery. */
final class Publishing {

  static final int MAX_BYTES = 262_144;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{1,14}");

  private final Surroundings aws;
  private final Topics topics;
  private final Delivery delivery;
  private final SmsSettings sms;

  Publishing(Surroundings aws, Topics topics, Delivery delivery, SmsSettings sms) {
    this.aws = aws;
    this.topics = topics;
    this.delivery = delivery;
    this.sms = sms;
  }

  static PublishRequest single(String topicArn, PublishBatchRequestEntry entry) {
    return PublishRequest.builder()
        .topicArn(topicArn)
        .message(entry.message())
        .subject(entry.subject())
        .messageStructure(entry.messageStructure())
        .messageAttributes(entry.messageAttributes())
        .messageGroupId(entry.messageGroupId())
        .messageDeduplicationId(entry.messageDeduplicationId())
        .build();
  }

  PublishResponse publish(PublishRequest request) {
    if (request.message() == null || request.message().isEmpty()) {
      throw SnsErrors.invalid("Empty message");
    }
    if (size(request) > MAX_BYTES) {
      throw SnsErrors.invalid("Message too long");
    }
    checkSubject(request.subject());
    MessageAttributes.check(request.messageAttributes());
    if (request.phoneNumber() != null) {
      return text(request);
    }
    String arn = request.topicArn() == null ? request.targetArn() : request.topicArn();
    if (arn == null) {
      throw SnsErrors.invalid("TopicArn or TargetArn Reason: no value for required parameter");
    }
    Topic topic = topics.at(arn);
    checkFifo(topic, request);
    if (topic.fifo) {
      // Numbering and handing over are one step: the order of delivery is that of the numbers.
      synchronized (topic) {
        return publish(topic, request);
      }
    }
    return publish(topic, request);
  }

  private PublishResponse publish(Topic topic, PublishRequest request) {
    String id = aws.ids().uuid();
    String sequence = null;
    String deduplicationId = null;
    if (topic.fifo) {
      deduplicationId =
          request.messageDeduplicationId() == null
              ? sha256(request.message())
              : request.messageDeduplicationId();
      boolean perGroup = "MessageGroup".equals(topic.attributes.get("FifoThroughputScope"));
      sequence = topic.nextSequenceNumber();
      Optional<Topic.Sent> repeated =
          topic.repeated(
              (perGroup ? request.messageGroupId() + " " : "") + deduplicationId,
              new Topic.Sent(id, sequence, aws.clock().millis()));
      if (repeated.isPresent()) {
        return PublishResponse.builder()
            .messageId(repeated.get().messageId())
            .sequenceNumber(repeated.get().sequenceNumber())
            .build();
      }
    }
    delivery.deliver(
        new Notification(
            topic,
            id,
            structure(request),
            request.subject(),
            Map.copyOf(request.messageAttributes()),
            request.messageGroupId(),
            deduplicationId,
            sequence,
            aws.clock().instant(),
            trace()));
    return PublishResponse.builder().messageId(id).sequenceNumber(sequence).build();
  }

  private PublishResponse text(PublishRequest request) {
    if (!PHONE.matcher(request.phoneNumber()).matches()) {
      throw SnsErrors.invalid(
          "PhoneNumber Reason: " + request.phoneNumber() + " is not valid to publish to");
    }
    String message = structure(request).getOrDefault("sms", request.message());
    try (Trace.Scope scope = trace().open()) {
      aws.inbox()
          .receiveSms(sms.sender(request.messageAttributes()), request.phoneNumber(), message);
    }
    return PublishResponse.builder().messageId(aws.ids().uuid()).build();
  }

  private Trace trace() {
    return CallScope.current()
        .map(AwsCall::trace)
        .or(Trace::current)
        .orElseGet(() -> new Trace("1-" + aws.ids().hex(8) + "-" + aws.ids().hex(24), null));
  }

  private static void checkFifo(Topic topic, PublishRequest request) {
    if (!topic.fifo) {
      if (request.messageDeduplicationId() != null) {
        throw SnsErrors.invalid(
            "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                + " that is not valid for this topic type");
      }
      return;
    }
    if (request.messageGroupId() == null) {
      throw SnsErrors.invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    if (request.messageDeduplicationId() == null && !topic.contentBasedDeduplication()) {
      throw SnsErrors.invalid(
          "The topic should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
  }

  private static void checkSubject(@Nullable String subject) {
    if (subject != null
        && (subject.isEmpty()
            || subject.length() > 100
            || subject.chars().anyMatch(each -> each < 0x20 || each > 0x7e))) {
      throw SnsErrors.invalid("Subject");
    }
  }

  private static Map<String, String> structure(PublishRequest request) {
    if (request.messageStructure() == null) {
      return Map.of("default", request.message());
    }
    if (!request.messageStructure().equals("json")) {
      throw SnsErrors.invalid("MessageStructure");
    }
    try {
      JsonNode all = JSON.readTree(request.message());
      if (!all.path("default").isTextual()) {
        throw SnsErrors.invalid("Message Structure - No default entry in JSON message body");
      }
      Map<String, String> byProtocol = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : all.properties()) {
        if (entry.getValue().isTextual()) {
          byProtocol.put(entry.getKey(), entry.getValue().asText());
        }
      }
      return byProtocol;
    } catch (JsonProcessingException invalid) {
      throw SnsErrors.invalid("Message Structure - JSON message body failed to parse");
    }
  }

  static int size(PublishRequest request) {
    int size = request.message() == null ? 0 : request.message().getBytes(UTF_8).length;
    for (Map.Entry<String, MessageAttributeValue> attribute :
        request.messageAttributes().entrySet()) {
      MessageAttributeValue value = attribute.getValue();
      size += attribute.getKey().length();
      size += value.dataType() == null ? 0 : value.dataType().length();
      size += value.stringValue() == null ? 0 : value.stringValue().getBytes(UTF_8).length;
      size += value.binaryValue() == null ? 0 : value.binaryValue().asByteArrayUnsafe().length;
    }
    return size;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
