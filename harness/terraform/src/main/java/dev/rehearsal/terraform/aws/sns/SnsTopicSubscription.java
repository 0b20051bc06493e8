package dev.rehearsal.terraform.aws.sns;

import dev.rehearsal.terraform.aws.AttributeNames;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;

final class SnsTopicSubscription implements ResourceType {

  private static final AttributeNames ATTRIBUTES =
      AttributeNames.of(
          "delivery_policy", "DeliveryPolicy",
          "filter_policy", "FilterPolicy",
          "filter_policy_scope", "FilterPolicyScope",
          "raw_message_delivery", "RawMessageDelivery",
          "redrive_policy", "RedrivePolicy",
          "replay_policy", "ReplayPolicy",
          "subscription_role_arn", "SubscriptionRoleArn");

  @Override
  public String name() {
    return "aws_sns_topic_subscription";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("SNS Topic Subscription")
        .forcesNew("topic_arn", "protocol", "endpoint")
        .json("filter_policy", "redrive_policy", "delivery_policy", "replay_policy")
        .defaults("confirmation_timeout_in_minutes", 1)
        .defaults("endpoint_auto_confirms", false)
        .defaults("raw_message_delivery", false)
        .oneOf(
            "protocol",
            "application",
            "email-json",
            "email",
            "firehose",
            "http",
            "https",
            "lambda",
            "sms",
            "sqs");
  }

  @Override
  public void create(ResourceInstance it) {
    Map<String, String> attributes = ATTRIBUTES.given(it);
    it.id(
        it.client(SnsClient.class)
            .subscribe(
                r ->
                    r.topicArn(it.values().string("topic_arn"))
                        .protocol(it.values().string("protocol"))
                        .endpoint(it.values().string("endpoint"))
                        .attributes(attributes)
                        .returnSubscriptionArn(true))
            .subscriptionArn());
  }

  @Override
  public void read(ResourceInstance it) {
    Map<String, String> found =
        it.client(SnsClient.class)
            .getSubscriptionAttributes(r -> r.subscriptionArn(it.id()))
            .attributes();
    ATTRIBUTES.take(it, found);
    it.values().set("arn", found.get("SubscriptionArn"));
    it.values().set("owner_id", found.get("Owner"));
    it.values().set("topic_arn", found.get("TopicArn"));
    it.values().set("protocol", found.get("Protocol"));
    it.values().set("endpoint", found.get("Endpoint"));
    it.values().set("pending_confirmation", Boolean.valueOf(found.get("PendingConfirmation")));
    it.values()
        .set(
            "confirmation_was_authenticated",
            Boolean.valueOf(found.get("ConfirmationWasAuthenticated")));
  }

  @Override
  public void update(ResourceInstance it) {
    ATTRIBUTES
        .changed(it)
        .forEach(
            (attribute, value) ->
                it.client(SnsClient.class)
                    .setSubscriptionAttributes(
                        r ->
                            r.subscriptionArn(it.id())
                                .attributeName(attribute)
                                .attributeValue(
                                    value.isEmpty() && attribute.equals("FilterPolicy")
                                        ? "{}"
                                        : value)));
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SnsClient.class).unsubscribe(r -> r.subscriptionArn(it.id()));
  }
}
