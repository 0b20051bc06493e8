package dev.rehearsal.terraform.aws.sqs;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One attribute of a queue as a resource of its own: its policy, its redrive policies. */
final class SqsQueueAttribute implements ResourceType {

  private final String argument;
  private final String attribute;
  private final String label;
  private final boolean iam;

  SqsQueueAttribute(String argument, String attribute, String label, boolean iam) {
    this.argument = argument;
    this.attribute = attribute;
    this.label = label;
    this.iam = iam;
  }

  @Override
  public String name() {
    return "aws_sqs_queue_" + argument;
  }

  @Override
  public void declare(Rules rules) {
    rules.label(label).forcesNew("queue_url").imports(it -> it.values().set("queue_url", it.id()));
    if (iam) {
      rules.policies(argument);
    } else {
      rules.json(argument);
    }
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(it.values().string("queue_url"));
    put(it, it.values().string(argument));
  }

  @Override
  public void read(ResourceInstance it) {
    String found =
        it.client(SqsClient.class)
            .getQueueAttributes(
                r -> r.queueUrl(it.id()).attributeNames(QueueAttributeName.fromValue(attribute)))
            .attributesAsStrings()
            .get(attribute);
    if (found == null || found.isEmpty()) {
      it.gone();
    } else {
      it.values().set(argument, found);
    }
  }

  @Override
  public void update(ResourceInstance it) {
    put(it, it.values().string(argument));
  }

  @Override
  public void delete(ResourceInstance it) {
    put(it, "");
  }

  private void put(ResourceInstance it, String value) {
    it.client(SqsClient.class)
        .setQueueAttributes(
            r -> r.queueUrl(it.id()).attributesWithStrings(Map.of(attribute, value)));
  }
}
