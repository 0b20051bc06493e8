package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.rds.RdsClient;

/** Amazon RDS. */
public final class Rds implements RdsClient {

  public Rds(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "rds";
  }

  @Override
  public void close() {}
}
