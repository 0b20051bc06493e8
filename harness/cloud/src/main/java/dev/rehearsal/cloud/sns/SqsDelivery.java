package dev.rehearsal.cloud.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.NoAnswer;
import dev.rehearsal.cloud.sqs.QueueAddress;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Delivery to queues: subscribed ones, and dead-letter queues of subscriptions. */
final class SqsDelivery {

  private static final System.Logger LOG = System.getLogger(SqsDelivery.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings aws;
  private final Envelope envelope;

  SqsDelivery(Surroundings aws, Envelope envelope) {
    this.aws = aws;
    this.envelope = envelope;
  }

  Delivery.Answer deliver(Notification sent, Subscription to) throws DeliveryFailure {
    if (to.raw() && sent.attributes().size() > 10) {
      throw new DeliveryFailure(
          "InvalidParameterValue",
          "Raw delivery to SQS takes at most 10 message attributes.",
          400,
          false);
    }
    try {
      String id = send(sent, to, to.endpoint, Map.of());
      return new Delivery.Answer(
          200, "{\"sqsRequestId\":\"" + aws.ids().uuid() + "\",\"sqsMessageId\":\"" + id + "\"}");
    } catch (AwsServiceException refused) {
      throw DeliveryFailure.of(refused);
    } catch (NoAnswer cut) {
      throw DeliveryFailure.of(cut);
    }
  }

  /** Sends an undeliverable message to the subscription's dead-letter queue, if it has one. */
  void bury(Notification sent, Subscription to, DeliveryFailure failure) {
    if (to.redrivePolicy().isEmpty()) {
      return;
    }
    String queueArn = target(to.redrivePolicy().get());
    Map<String, MessageAttributeValue> reason = new HashMap<>();
    reason.put("RequestID", text(aws.ids().uuid()));
    reason.put("ErrorCode", text(failure.code()));
    reason.put("ErrorMessage", text(String.valueOf(failure.getMessage())));
    try {
      var unused = send(sent, to, queueArn, reason);
    } catch (AwsServiceException | NoAnswer refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The dead-letter queue "
              + queueArn
              + " of "
              + to.arn
              + " refused message "
              + sent.id()
              + ", which is lost: "
              + refused.getMessage());
    }
  }

  private String send(
      Notification sent,
      Subscription to,
      String queueArn,
      Map<String, MessageAttributeValue> more) {
    String[] arn = queueArn.split(":", -1);
    Caller sns = aws.service("sns.amazonaws.com", sent.topic().arn);
    Map<String, MessageAttributeValue> attributes = new HashMap<>(more);
    if (to.raw() && sent.attributes().size() + more.size() <= 10) {
      attributes.putAll(MessageAttributes.forSqs(sent.attributes()));
    }
    SendMessageRequest.Builder message =
        SendMessageRequest.builder()
            .queueUrl(QueueAddress.url(aws, queueArn))
            .messageBody(to.raw() ? sent.messageFor(to.protocol) : envelope.notification(sent, to))
            .messageAttributes(attributes)
            .messageSystemAttributes(
                Map.of(
                    MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                    MessageSystemAttributeValue.builder()
                        .dataType("String")
                        .stringValue(sent.trace().header())
                        .build()))
            .messageGroupId(sent.group());
    if (arn[5].endsWith(".fifo")) {
      message.messageDeduplicationId(sent.deduplicationId());
    }
    return aws.client(SqsClient.class, sns, arn[3]).sendMessage(message.build()).messageId();
  }

  static String target(String redrivePolicy) {
    try {
      return JSON.readTree(redrivePolicy).path("deadLetterTargetArn").asText();
    } catch (JsonProcessingException invalid) {
      throw SnsErrors.invalid("RedrivePolicy: failed to parse JSON.");
    }
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
