package dev.rehearsal.terraform.aws.shield;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.shield.ShieldClient;

/** The paid subscription of an account: its id is the account's number, and it can't be deleted. */
final class SubscriptionType implements ResourceType {

  @Override
  public String name() {
    return "aws_shield_subscription";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("Shield Subscription")
        .defaults("auto_renew", "ENABLED")
        .oneOf("auto_renew", "ENABLED", "DISABLED");
  }

  @Override
  public void create(ResourceInstance it) {
    it.client(ShieldClient.class).createSubscription(create -> {});
    it.id(it.account());
    if (it.values().string("auto_renew").equals("DISABLED")) {
      renew(it, "DISABLED");
    }
  }

  @Override
  public void read(ResourceInstance it) {
    it.values()
        .set(
            "auto_renew",
            it.client(ShieldClient.class)
                .describeSubscription(describe -> {})
                .subscription()
                .autoRenewAsString());
  }

  @Override
  public void update(ResourceInstance it) {
    renew(it, it.values().string("auto_renew"));
  }

  /** As the official provider does: it ends with its term, unless {@code skip_destroy} is set. */
  @Override
  public void delete(ResourceInstance it) {
    if (!it.values().bool("skip_destroy")) {
      renew(it, "DISABLED");
    }
  }

  private static void renew(ResourceInstance it, String renew) {
    it.client(ShieldClient.class).updateSubscription(update -> update.autoRenew(renew));
  }
}
