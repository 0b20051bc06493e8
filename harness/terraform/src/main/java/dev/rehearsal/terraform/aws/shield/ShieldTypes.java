package dev.rehearsal.terraform.aws.shield;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of Shield. */
public final class ShieldTypes {

  private ShieldTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new ProtectionType(), new SubscriptionType());
  }
}
