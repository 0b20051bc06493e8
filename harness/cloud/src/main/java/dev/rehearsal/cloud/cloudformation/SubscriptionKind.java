package dev.rehearsal.cloud.cloudformation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.SnsClient;

/** Subscriptions of SNS. */
final class SubscriptionKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::SNS::Subscription";
  }

  @Override
  public Set<String> properties() {
    return Set.of("TopicArn", "Protocol", "Endpoint", "RawMessageDelivery");
  }

  @Override
  public Set<String> required() {
    return Set.of("TopicArn", "Protocol");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("TopicArn", "Protocol", "Endpoint");
  }

  @Override
  public Made create(Site site, Properties properties) {
    Map<String, String> attributes = new TreeMap<>();
    if (properties.has("RawMessageDelivery")) {
      attributes.put("RawMessageDelivery", String.valueOf(properties.bool("RawMessageDelivery")));
    }
    String arn =
        site.client(SnsClient.class)
            .subscribe(
                s ->
                    s.topicArn(properties.text("TopicArn"))
                        .protocol(properties.text("Protocol"))
                        .endpoint(properties.text("Endpoint"))
                        .attributes(attributes)
                        .returnSubscriptionArn(true))
            .subscriptionArn();
    return new Made(arn, Map.of("Arn", arn));
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    site.client(SnsClient.class)
        .setSubscriptionAttributes(
            set ->
                set.subscriptionArn(made.id())
                    .attributeName("RawMessageDelivery")
                    .attributeValue(String.valueOf(after.bool("RawMessageDelivery"))));
    return made;
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(() -> site.client(SnsClient.class).unsubscribe(u -> u.subscriptionArn(made.id())));
  }
}
