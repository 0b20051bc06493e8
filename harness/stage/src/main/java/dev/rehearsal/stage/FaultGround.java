package dev.rehearsal.stage;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.lambda.Lambda;
import dev.rehearsal.gateway.faults.FaultPlan;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Does what faults do to a stage as a whole, as its administrator. */
final class FaultGround implements FaultPlan.Ground {

  private final Supplier<Cloud> cloud;

  FaultGround(Supplier<Cloud> cloud) {
    this.cloud = cloud;
  }

  @Override
  public void restartDatabase() {
    Cloud there = cloud.get();
    RdsClient rds =
        there.client(
            RdsClient.class,
            new Caller.Root(there.settings().account(), Street.ADMIN_KEY),
            there.settings().region(),
            "faults");
    for (DBInstance instance : rds.describeDBInstances().dbInstances()) {
      var unused =
          rds.rebootDBInstance(
              reboot -> reboot.dbInstanceIdentifier(instance.dbInstanceIdentifier()));
    }
  }

  @Override
  public void kill(String invocation) {
    Cloud there = cloud.get();
    boolean unused =
        there
            .peer(Lambda.class, there.settings().account(), there.settings().region())
            .kill(invocation);
  }
}
