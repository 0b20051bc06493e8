package dev.rehearsal.cloud.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Tag;

/** Topics of SNS. */
final class TopicKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::SNS::Topic";
  }

  @Override
  public Set<String> properties() {
    return Set.of("TopicName", "DisplayName", "KmsMasterKeyId", "Subscription", "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("TopicName", "Subscription");
  }

  @Override
  public Made create(Site site, Properties properties) {
    String name = site.name(properties.text("TopicName"));
    SnsClient sns = site.client(SnsClient.class);
    Map<String, String> attributes = new TreeMap<>();
    for (String each : Set.of("DisplayName", "KmsMasterKeyId")) {
      String value = properties.text(each);
      if (value != null) {
        attributes.put(each, value);
      }
    }
    String arn =
        sns.createTopic(
                create ->
                    create
                        .name(name)
                        .attributes(attributes)
                        .tags(Properties.tags(properties.tags(), TopicKind::tag)))
            .topicArn();
    Made made = new Made(arn, Map.of("TopicArn", arn, "TopicName", name));
    try {
      properties
          .each("Subscription")
          .forEach(
              one ->
                  sns.subscribe(
                      s ->
                          s.topicArn(arn)
                              .protocol(one.text("Protocol"))
                              .endpoint(one.text("Endpoint"))));
    } catch (RuntimeException failed) {
      delete(site, made, properties);
      throw failed;
    }
    return made;
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    SnsClient sns = site.client(SnsClient.class);
    for (String each : Set.of("DisplayName", "KmsMasterKeyId")) {
      String value = after.textOr(each, "");
      if (!value.equals(before.textOr(each, ""))) {
        sns.setTopicAttributes(
            set -> set.topicArn(made.id()).attributeName(each).attributeValue(value));
      }
    }
    return made;
  }

  @Override
  public void retag(Site site, Made made, Map<String, String> set, List<String> remove) {
    SnsClient sns = site.client(SnsClient.class);
    if (!set.isEmpty()) {
      sns.tagResource(tag -> tag.resourceArn(made.id()).tags(Properties.tags(set, TopicKind::tag)));
    }
    if (!remove.isEmpty()) {
      sns.untagResource(untag -> untag.resourceArn(made.id()).tagKeys(remove));
    }
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    SnsClient sns = site.client(SnsClient.class);
    Site.ifThere(
        () ->
            sns
                .listSubscriptionsByTopicPaginator(list -> list.topicArn(made.id()))
                .subscriptions()
                .stream()
                .map(one -> one.subscriptionArn())
                .filter(arn -> arn.startsWith("arn:"))
                .forEach(arn -> sns.unsubscribe(u -> u.subscriptionArn(arn))));
    Site.ifThere(() -> sns.deleteTopic(delete -> delete.topicArn(made.id())));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
