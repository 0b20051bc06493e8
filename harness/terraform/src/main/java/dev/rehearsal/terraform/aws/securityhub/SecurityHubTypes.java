package dev.rehearsal.terraform.aws.securityhub;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of Security Hub. */
public final class SecurityHubTypes {

  private SecurityHubTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new HubAccountType(), new StandardsSubscriptionType());
  }
}
