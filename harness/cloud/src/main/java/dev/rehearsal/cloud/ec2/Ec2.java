package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.Surroundings;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Amazon EC2 and VPC. */
public final class Ec2 implements Ec2Client {

  public Ec2(Surroundings aws) {}

  @Override
  public String serviceName() {
    return "ec2";
  }

  @Override
  public void close() {}
}
