package dev.rehearsal.terraform.aws.scheduler;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of EventBridge Scheduler. */
public final class SchedulerTypes {

  private SchedulerTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new Schedule());
  }
}
