package dev.rehearsal.cloud.cloudformation;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Policies of queues. */
final class QueuePolicyKind implements ResourceKind {

  @Override
  public String type() {
    return "AWS::SQS::QueuePolicy";
  }

  @Override
  public Set<String> properties() {
    return Set.of("Queues", "PolicyDocument");
  }

  @Override
  public Set<String> required() {
    return properties();
  }

  @Override
  public Set<String> replacing() {
    return Set.of("Queues");
  }

  @Override
  public Made create(Site site, Properties properties) {
    put(site, properties, properties.json("PolicyDocument"));
    String id = site.name(null);
    return new Made(id, Map.of("Id", id));
  }

  @Override
  public Made update(Site site, Made made, Properties before, Properties after) {
    put(site, after, after.json("PolicyDocument"));
    return made;
  }

  private static void put(Site site, Properties properties, String policy) {
    SqsClient sqs = site.client(SqsClient.class);
    for (String queue : properties.texts("Queues")) {
      sqs.setQueueAttributes(
          set -> set.queueUrl(queue).attributes(Map.of(QueueAttributeName.POLICY, policy)));
    }
  }

  @Override
  public void delete(Site site, Made made, Properties properties) {
    Site.ifThere(() -> put(site, properties, ""));
  }
}
