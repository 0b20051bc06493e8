package dev.rehearsal.terraform.aws.securityhub;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import java.util.List;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.StandardsSubscription;
import software.amazon.awssdk.services.securityhub.model.StandardsSubscriptionRequest;

/** A standard that is on: its id is the subscription's ARN. */
final class StandardsSubscriptionType implements ResourceType {

  @Override
  public String name() {
    return "aws_securityhub_standards_subscription";
  }

  @Override
  public void declare(Rules rules) {
    rules.label("Security Hub Standards Subscription").forcesNew("standards_arn");
  }

  @Override
  public void create(ResourceInstance it) {
    StandardsSubscriptionRequest wanted =
        StandardsSubscriptionRequest.builder()
            .standardsArn(it.values().string("standards_arn"))
            .build();
    it.id(
        it.client(SecurityHubClient.class)
            .batchEnableStandards(enable -> enable.standardsSubscriptionRequests(wanted))
            .standardsSubscriptions()
            .get(0)
            .standardsSubscriptionArn());
  }

  @Override
  public void read(ResourceInstance it) {
    List<StandardsSubscription> found;
    try {
      found =
          it.client(SecurityHubClient.class)
              .getEnabledStandards(get -> get.standardsSubscriptionArns(it.id()))
              .standardsSubscriptions();
    } catch (InvalidAccessException off) {
      it.gone();
      return;
    }
    if (found.isEmpty()) {
      it.gone();
      return;
    }
    it.values().set("standards_arn", found.get(0).standardsArn());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SecurityHubClient.class)
        .batchDisableStandards(disable -> disable.standardsSubscriptionArns(it.id()));
  }
}
