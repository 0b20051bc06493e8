package dev.rehearsal.terraform.aws.cloudwatch;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of CloudWatch. */
public final class CloudWatchTypes {

  private CloudWatchTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new DashboardType(), new MetricAlarmType());
  }
}
