package dev.rehearsal.stage.localstack;

import dev.rehearsal.cloud.call.ResourcePolicies;
import dev.rehearsal.cloud.sns.Sns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
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
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/**
 * SNS in LocalStack, which delivers to queues. What reaches people and functions (text messages,
 * mail, Lambda, HTTP) is delivered by the embedded SNS: a topic with such a subscription has a twin
 * of the same ARN there, and what is published on the one is published on both.
 */
final class Topics extends Adapted<SnsClient> implements ResourcePolicies {

  private final Sns embedded;
  private final Set<String> twins = ConcurrentHashMap.newKeySet();

  Topics(SnsClient plain, Sns embedded) {
    super(plain);
    this.embedded = embedded;
    on(GetTopicAttributesRequest.class, this::getTopicAttributes);
    on(PublishRequest.class, this::publish);
    on(PublishBatchRequest.class, this::publishBatch);
    on(SubscribeRequest.class, this::subscribe);
    on(ConfirmSubscriptionRequest.class, this::confirmSubscription);
    on(UnsubscribeRequest.class, this::unsubscribe);
    on(GetSubscriptionAttributesRequest.class, this::getSubscriptionAttributes);
    on(SetSubscriptionAttributesRequest.class, this::setSubscriptionAttributes);
    on(ListSubscriptionsRequest.class, this::listSubscriptions);
    on(ListSubscriptionsByTopicRequest.class, this::listSubscriptionsByTopic);
    on(DeleteTopicRequest.class, this::deleteTopic);
    on(SetSmsAttributesRequest.class, this::setSMSAttributes);
    on(GetSmsAttributesRequest.class, this::getSMSAttributes);
  }

  @Override
  public Optional<String> resourcePolicy(String arn) {
    return arn.startsWith("arn:") ? memo.get(arn, this::policy) : Optional.empty();
  }

  private Optional<String> policy(String arn) {
    try {
      return Optional.ofNullable(
          plain.getTopicAttributes(g -> g.topicArn(arn)).attributes().get("Policy"));
    } catch (SnsException unknown) {
      if (unknown.statusCode() == 404 || unknown.statusCode() == 400) {
        return Optional.empty();
      }
      throw unknown;
    }
  }

  private GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
    return memo.get(request, plain::getTopicAttributes);
  }

  private PublishResponse publish(PublishRequest request) {
    if (request.phoneNumber() != null) {
      return embedded.publish(request);
    }
    PublishResponse published = plain.publish(request);
    if (twins.contains(request.topicArn())) {
      embedded.publish(request);
    }
    return published;
  }

  private PublishBatchResponse publishBatch(PublishBatchRequest request) {
    PublishBatchResponse published = plain.publishBatch(request);
    if (twins.contains(request.topicArn())) {
      embedded.publishBatch(request);
    }
    return published;
  }

  private SubscribeResponse subscribe(SubscribeRequest request) {
    if ("sqs".equals(request.protocol())) {
      return plain.subscribe(request);
    }
    // Fails where there is no such topic.
    plain.getTopicAttributes(g -> g.topicArn(request.topicArn()));
    String name = request.topicArn().substring(request.topicArn().lastIndexOf(':') + 1);
    embedded.createTopic(c -> c.name(name));
    twins.add(request.topicArn());
    return embedded.subscribe(request);
  }

  private ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
    return embedded.confirmSubscription(request);
  }

  private UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
    return knows(request.subscriptionArn())
        ? embedded.unsubscribe(request)
        : plain.unsubscribe(request);
  }

  private GetSubscriptionAttributesResponse getSubscriptionAttributes(
      GetSubscriptionAttributesRequest request) {
    return knows(request.subscriptionArn())
        ? embedded.getSubscriptionAttributes(request)
        : plain.getSubscriptionAttributes(request);
  }

  private SetSubscriptionAttributesResponse setSubscriptionAttributes(
      SetSubscriptionAttributesRequest request) {
    return knows(request.subscriptionArn())
        ? embedded.setSubscriptionAttributes(request)
        : plain.setSubscriptionAttributes(request);
  }

  private ListSubscriptionsResponse listSubscriptions(ListSubscriptionsRequest request) {
    ListSubscriptionsResponse found = plain.listSubscriptions(request);
    return request.nextToken() == null
        ? found.toBuilder()
            .subscriptions(
                both(found.subscriptions(), embedded.listSubscriptions().subscriptions()))
            .build()
        : found;
  }

  private ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
      ListSubscriptionsByTopicRequest request) {
    ListSubscriptionsByTopicResponse found = plain.listSubscriptionsByTopic(request);
    return request.nextToken() == null && twins.contains(request.topicArn())
        ? found.toBuilder()
            .subscriptions(
                both(
                    found.subscriptions(),
                    embedded.listSubscriptionsByTopic(request).subscriptions()))
            .build()
        : found;
  }

  private DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
    if (twins.remove(request.topicArn())) {
      embedded.deleteTopic(request);
    }
    return plain.deleteTopic(request);
  }

  private SetSmsAttributesResponse setSMSAttributes(SetSmsAttributesRequest request) {
    return embedded.setSMSAttributes(request);
  }

  private GetSmsAttributesResponse getSMSAttributes(GetSmsAttributesRequest request) {
    return embedded.getSMSAttributes(request);
  }

  private boolean knows(String subscription) {
    try {
      embedded.getSubscriptionAttributes(g -> g.subscriptionArn(subscription));
      return true;
    } catch (NotFoundException elsewhere) {
      return false;
    }
  }

  private static List<Subscription> both(List<Subscription> some, List<Subscription> others) {
    List<Subscription> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
