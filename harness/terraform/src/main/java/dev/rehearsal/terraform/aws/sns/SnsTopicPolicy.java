package dev.rehearsal.terraform.aws.sns;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;

final class SnsTopicPolicy implements ResourceType {

  @Override
  public String name() {
    return "aws_sns_topic_policy";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("SNS Topic Policy")
        .forcesNew("arn")
        .policies("policy")
        .imports(it -> it.values().set("arn", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(it.values().string("arn"));
    put(it, it.values().string("policy"));
  }

  @Override
  public void read(ResourceInstance it) {
    Map<String, String> found =
        it.client(SnsClient.class).getTopicAttributes(r -> r.topicArn(it.id())).attributes();
    it.values().set("policy", found.get("Policy"));
    it.values().set("owner", found.get("Owner"));
  }

  @Override
  public void update(ResourceInstance it) {
    put(it, it.values().string("policy"));
  }

  /** A topic always has a policy: deleting brings AWS's own default back. */
  @Override
  public void delete(ResourceInstance it) {
    put(
        it,
        """
        {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
        "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes",\
        "SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic",\
        "SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
        "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}"""
            .formatted(it.id(), it.account()));
  }

  private static void put(ResourceInstance it, String policy) {
    it.client(SnsClient.class)
        .setTopicAttributes(
            r -> r.topicArn(it.id()).attributeName("Policy").attributeValue(policy));
  }
}
