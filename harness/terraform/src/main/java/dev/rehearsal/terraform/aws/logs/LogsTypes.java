package dev.rehearsal.terraform.aws.logs;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of CloudWatch Logs. */
public final class LogsTypes {

  private LogsTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new LogGroupType(), new MetricFilterType());
  }
}
