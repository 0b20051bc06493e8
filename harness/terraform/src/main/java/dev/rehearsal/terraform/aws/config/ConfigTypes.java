package dev.rehearsal.terraform.aws.config;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of Config. */
public final class ConfigTypes {

  private ConfigTypes() {}

  public static List<ResourceType> resources() {
    return List.of(
        new ConfigRuleType(),
        new DeliveryChannelType(),
        new RecorderStatusType(),
        new RecorderType());
  }
}
