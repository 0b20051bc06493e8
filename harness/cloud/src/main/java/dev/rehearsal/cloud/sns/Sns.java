package dev.rehearsal.cloud.sns;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.ResourcePolicies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.AddPermissionResponse;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyResponse;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/** Amazon SNS: topics, subscriptions and their deliveries, in memory. */
public final class Sns implements SnsClient, ResourcePolicies {

  private final Topics topics;
  private final TopicAdmin admin;
  private final Subscribing subscribing;
  private final Publishing publishing;
  private final SmsSettings sms = new SmsSettings();

  public Sns(Surroundings aws) {
    topics = new Topics(aws);
    admin = new TopicAdmin(aws, topics);
    Envelope envelope = new Envelope(aws);
    Delivery delivery = new Delivery(aws, envelope, new MailDelivery(aws, envelope), sms);
    subscribing = new Subscribing(aws, topics, delivery);
    publishing = new Publishing(aws, topics, delivery, sms);
  }

  @Override
  public String serviceName() {
    return "sns";
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return topics.find(arn).map(topic -> topic.attributes.get("Policy"));
  }

  @Override
  public CreateTopicResponse createTopic(CreateTopicRequest request) {
    return CreateTopicResponse.builder()
        .topicArn(admin.create(request.name(), request.attributes(), request.tags()))
        .build();
  }

  @Override
  public DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
    topics.remove(String.valueOf(request.topicArn()));
    return DeleteTopicResponse.builder().build();
  }

  @Override
  public ListTopicsResponse listTopics(ListTopicsRequest request) {
    Page<Topic> page = Page.of(topics.all(), request.nextToken());
    return ListTopicsResponse.builder()
        .topics(
            page.items().stream()
                .map(
                    topic ->
                        software.amazon.awssdk.services.sns.model.Topic.builder()
                            .topicArn(topic.arn)
                            .build())
                .toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
    return GetTopicAttributesResponse.builder()
        .attributes(admin.describe(topics.at(request.topicArn())))
        .build();
  }

  @Override
  public SetTopicAttributesResponse setTopicAttributes(SetTopicAttributesRequest request) {
    admin.set(topics.at(request.topicArn()), request.attributeName(), request.attributeValue());
    return SetTopicAttributesResponse.builder().build();
  }

  @Override
  public GetDataProtectionPolicyResponse getDataProtectionPolicy(
      GetDataProtectionPolicyRequest request) {
    return GetDataProtectionPolicyResponse.builder()
        .dataProtectionPolicy(
            topics.at(request.resourceArn()).attributes.get("DataProtectionPolicy"))
        .build();
  }

  @Override
  public AddPermissionResponse addPermission(AddPermissionRequest request) {
    TopicPermissions.add(topics.at(request.topicArn()), request);
    return AddPermissionResponse.builder().build();
  }

  @Override
  public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
    TopicPermissions.remove(topics.at(request.topicArn()), request);
    return RemovePermissionResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    admin.tag(admin.tagged(request.resourceArn()), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    admin.tagged(request.resourceArn()).untag(request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            admin.tagged(request.resourceArn()).tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  @Override
  public SubscribeResponse subscribe(SubscribeRequest request) {
    Subscription made = subscribing.subscribe(request);
    boolean tell = made.confirmed() || Boolean.TRUE.equals(request.returnSubscriptionArn());
    return SubscribeResponse.builder()
        .subscriptionArn(tell ? made.arn : "pending confirmation")
        .build();
  }

  @Override
  public ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
    return ConfirmSubscriptionResponse.builder()
        .subscriptionArn(subscribing.confirm(request.topicArn(), request.token()).arn)
        .build();
  }

  @Override
  public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
    subscribing.unsubscribe(request.subscriptionArn());
    return UnsubscribeResponse.builder().build();
  }

  @Override
  public ListSubscriptionsResponse listSubscriptions(ListSubscriptionsRequest request) {
    Page<Subscription> page = Page.of(topics.subscriptions().toList(), request.nextToken());
    return ListSubscriptionsResponse.builder()
        .subscriptions(page.items().stream().map(Sns::show).toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
      ListSubscriptionsByTopicRequest request) {
    Page<Subscription> page =
        Page.of(topics.at(request.topicArn()).subscriptions, request.nextToken());
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(page.items().stream().map(Sns::show).toList())
        .nextToken(page.next())
        .build();
  }

  @Override
  public GetSubscriptionAttributesResponse getSubscriptionAttributes(
      GetSubscriptionAttributesRequest request) {
    return GetSubscriptionAttributesResponse.builder()
        .attributes(subscribing.describe(topics.subscription(request.subscriptionArn())))
        .build();
  }

  @Override
  public SetSubscriptionAttributesResponse setSubscriptionAttributes(
      SetSubscriptionAttributesRequest request) {
    subscribing.set(
        topics.subscription(request.subscriptionArn()),
        request.attributeName(),
        request.attributeValue());
    return SetSubscriptionAttributesResponse.builder().build();
  }

  @Override
  public PublishResponse publish(PublishRequest request) {
    return publishing.publish(request);
  }

  @Override
  public PublishBatchResponse publishBatch(PublishBatchRequest request) {
    topics.at(request.topicArn());
    checkBatch(request);
    List<PublishBatchResultEntry> successful = new ArrayList<>();
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (PublishBatchRequestEntry entry : request.publishBatchRequestEntries()) {
      try {
        PublishResponse sent = publishing.publish(Publishing.single(request.topicArn(), entry));
        successful.add(
            PublishBatchResultEntry.builder()
                .id(entry.id())
                .messageId(sent.messageId())
                .sequenceNumber(sent.sequenceNumber())
                .build());
      } catch (AwsServiceException refused) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(entry.id())
                .code(refused.awsErrorDetails().errorCode())
                .message(refused.awsErrorDetails().errorMessage())
                .senderFault(refused.statusCode() < 500)
                .build());
      }
    }
    return PublishBatchResponse.builder().successful(successful).failed(failed).build();
  }

  @Override
  public SetSmsAttributesResponse setSMSAttributes(SetSmsAttributesRequest request) {
    sms.set(request.attributes());
    return SetSmsAttributesResponse.builder().build();
  }

  @Override
  public GetSmsAttributesResponse getSMSAttributes(GetSmsAttributesRequest request) {
    return GetSmsAttributesResponse.builder().attributes(sms.get(request.attributes())).build();
  }

  @Override
  public void close() {
    topics.clear();
  }

  private static void checkBatch(PublishBatchRequest request) {
    List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
    if (entries.isEmpty()) {
      throw batchError(
          EmptyBatchRequestException.builder(),
          "EmptyBatchRequest",
          "The batch request doesn't contain any entries.");
    }
    if (entries.size() > 10) {
      throw batchError(
          TooManyEntriesInBatchRequestException.builder(),
          "TooManyEntriesInBatchRequest",
          "The batch request contains more entries than permissible.");
    }
    Set<String> ids = new HashSet<>();
    if (!entries.stream().allMatch(entry -> ids.add(String.valueOf(entry.id())))) {
      throw batchError(
          BatchEntryIdsNotDistinctException.builder(),
          "BatchEntryIdsNotDistinct",
          "Two or more batch entries in the request have the same Id.");
    }
    Stream<PublishRequest> all =
        entries.stream().map(entry -> Publishing.single(request.topicArn(), entry));
    if (all.mapToInt(Publishing::size).sum() > Publishing.MAX_BYTES) {
      throw batchError(
          BatchRequestTooLongException.builder(),
          "BatchRequestTooLong",
          "The length of all the batch messages put together is more than the limit.");
    }
  }

  private static AwsServiceException batchError(
      SnsException.Builder kind, String code, String message) {
    return AwsError.of(kind, code, 400, message);
  }

  private static software.amazon.awssdk.services.sns.model.Subscription show(
      Subscription subscription) {
    return software.amazon.awssdk.services.sns.model.Subscription.builder()
        .subscriptionArn(subscription.confirmed() ? subscription.arn : "PendingConfirmation")
        .topicArn(subscription.topicArn)
        .protocol(subscription.protocol)
        .endpoint(subscription.endpoint)
        .owner(subscription.owner)
        .build();
  }
}
