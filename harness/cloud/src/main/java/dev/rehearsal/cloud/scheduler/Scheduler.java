package dev.rehearsal.cloud.scheduler;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/** Amazon EventBridge Scheduler. */
public final class Scheduler implements SchedulerClient {

  public Scheduler(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "scheduler";
  }

  @Override
  public void close() {}
}
