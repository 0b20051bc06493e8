package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.call.ResourcePolicies;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** SQS in LocalStack, with the URLs of queues on the gateway's address. */
final class Queues extends Adapted<SqsClient> implements ResourcePolicies {

  /** What the gateway asks before each call, and no message changes. */
  private static final Set<QueueAttributeName> SETTLED =
      Set.of(QueueAttributeName.KMS_MASTER_KEY_ID, QueueAttributeName.POLICY);

  private static final List<MessageSystemAttributeName> NEEDED =
      List.of(
          MessageSystemAttributeName.AWS_TRACE_HEADER, MessageSystemAttributeName.SENT_TIMESTAMP);

  private final String account;
  private final String region;
  private final Supplier<URI> endpoint;
  private final Inferred inferred;

  /** The visibility timeouts that were set, by the queue's name. */
  private final Map<String, String> timeouts = new ConcurrentHashMap<>();

  /**
   * @param endpoint the gateway's address, which queue URLs begin with
   */
  Queues(
      SqsClient plain, String account, String region, Supplier<URI> endpoint, Inferred inferred) {
    super(plain);
    this.account = account;
    this.region = region;
    this.endpoint = endpoint;
    this.inferred = inferred;
    on(GetQueueAttributesRequest.class, this::getQueueAttributes);
    on(GetQueueUrlRequest.class, this::getQueueUrl);
    on(CreateQueueRequest.class, this::createQueue);
    on(ListQueuesRequest.class, this::listQueues);
    on(ListDeadLetterSourceQueuesRequest.class, this::listDeadLetterSourceQueues);
    on(SendMessageRequest.class, this::sendMessage);
    on(SendMessageBatchRequest.class, this::sendMessageBatch);
    on(ReceiveMessageRequest.class, this::receiveMessage);
    on(SetQueueAttributesRequest.class, this::setQueueAttributes);
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return memo.get(arn, this::policy);
  }

  private Optional<String> policy(String arn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    try {
      return Optional.ofNullable(
          plain
              .getQueueAttributes(
                  g -> g.queueUrl(url(name)).attributeNames(QueueAttributeName.POLICY))
              .attributes()
              .get(QueueAttributeName.POLICY));
    } catch (SqsException unknown) {
      if (unknown.statusCode() == 400) {
        return Optional.empty();
      }
      throw unknown;
    }
  }

  private GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
    return SETTLED.containsAll(request.attributeNames()) && request.hasAttributeNames()
        ? memo.get(request, plain::getQueueAttributes)
        : plain.getQueueAttributes(request);
  }

  private GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
    return memo.get(request, plain::getQueueUrl).toBuilder()
        .queueUrl(url(request.queueName()))
        .build();
  }

  private CreateQueueResponse createQueue(CreateQueueRequest request) {
    return plain.createQueue(request).toBuilder().queueUrl(url(request.queueName())).build();
  }

  private ListQueuesResponse listQueues(ListQueuesRequest request) {
    ListQueuesResponse found = plain.listQueues(request);
    return found.toBuilder().queueUrls(urls(found.queueUrls())).build();
  }

  private ListDeadLetterSourceQueuesResponse listDeadLetterSourceQueues(
      ListDeadLetterSourceQueuesRequest request) {
    ListDeadLetterSourceQueuesResponse found = plain.listDeadLetterSourceQueues(request);
    return found.toBuilder().queueUrls(urls(found.queueUrls())).build();
  }

  private SendMessageResponse sendMessage(SendMessageRequest request) {
    SendMessageResponse sent = plain.sendMessage(request);
    inferred.sent(sent.messageId());
    return sent;
  }

  private SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
    SendMessageBatchResponse sent = plain.sendMessageBatch(request);
    sent.successful().forEach(one -> inferred.sent(one.messageId()));
    return sent;
  }

  private SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
    SetQueueAttributesResponse set = plain.setQueueAttributes(request);
    String timeout = request.attributes().get(QueueAttributeName.VISIBILITY_TIMEOUT);
    if (timeout != null) {
      timeouts.put(name(request.queueUrl()), timeout);
    }
    return set;
  }

  private ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    List<MessageSystemAttributeName> asked = request.messageSystemAttributeNames();
    List<MessageSystemAttributeName> more = new ArrayList<>(asked);
    more.addAll(NEEDED);
    String queue = name(request.queueUrl());
    String before = timeouts.get(queue);
    ReceiveMessageResponse received =
        plain.receiveMessage(request.toBuilder().messageSystemAttributeNames(more).build());
    String now = timeouts.get(queue);
    if (request.visibilityTimeout() == null && now != null && !now.equals(before)) {
      hide(request.queueUrl(), received, Integer.valueOf(now));
    }
    String arn = "arn:aws:sqs:" + region + ":" + account + ":" + queue;
    received.messages().forEach(message -> inferred.received(message, arn));
    return asked.contains(MessageSystemAttributeName.ALL)
        ? received
        : received.toBuilder()
            .messages(received.messages().stream().map(one -> only(one, request)).toList())
            .build();
  }

  /**
   * LocalStack hides messages for as long as its queue said when it was asked, which for a long
   * poll is earlier than when they come.
   */
  private void hide(String url, ReceiveMessageResponse received, Integer seconds) {
    for (Message message : received.messages()) {
      plain.changeMessageVisibility(
          c -> c.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
    }
  }

  /** A message with the attributes that were asked for. */
  private static Message only(Message message, ReceiveMessageRequest request) {
    Map<MessageSystemAttributeName, String> asked = new EnumMap<>(MessageSystemAttributeName.class);
    message
        .attributes()
        .forEach(
            (name, value) -> {
              if (request.messageSystemAttributeNames().contains(name)
                  || request.attributeNamesAsStrings().contains(name.toString())
                  || request.attributeNamesAsStrings().contains("All")) {
                asked.put(name, value);
              }
            });
    return message.toBuilder().attributes(asked).build();
  }

  private List<String> urls(List<String> found) {
    return found.stream().map(each -> url(name(each))).toList();
  }

  private static String name(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private String url(String name) {
    return endpoint.get() + "/" + account + "/" + name;
  }
}
