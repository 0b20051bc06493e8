package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.ec2.Ec2;
import dev.rehearsal.cloud.lambda.Lambda;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.Subnet;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * Where in a VPC an instance stands.
 *
 * @param subnetGroup the subnets it may stand in
 * @param zone the availability zone it stands in
 * @param networkInterface its network interface there
 * @param port the port that rules must let through: PostgreSQL's own, unless one was asked for
 * @param securityGroups its security groups; the VPC's default one where there are none
 */
record Placement(
    DBSubnetGroup subnetGroup,
    String zone,
    String networkInterface,
    int port,
    List<String> securityGroups) {

  private static final int POSTGRESQL = 5432;

  /** Puts a new instance into a zone of its subnet group: the first, unless one is asked for. */
  static Placement of(Surroundings aws, DBSubnetGroup group, CreateDbInstanceRequest asked) {
    Subnet subnet =
        group.subnets().stream()
            .filter(
                each ->
                    asked.availabilityZone() == null
                        || each.subnetAvailabilityZone().name().equals(asked.availabilityZone()))
            .findFirst()
            .orElseThrow(
                () ->
                    AwsError.of(
                        "InvalidVPCNetworkStateFault",
                        400,
                        "DB subnet group "
                            + group.dbSubnetGroupName()
                            + " has no subnet in "
                            + asked.availabilityZone()));
    return in(
        aws,
        group,
        subnet,
        asked.port() == null ? POSTGRESQL : asked.port(),
        asked.vpcSecurityGroupIds());
  }

  private static Placement in(
      Surroundings aws, DBSubnetGroup group, Subnet subnet, int port, List<String> securityGroups) {
    try {
      return new Placement(
          group,
          subnet.subnetAvailabilityZone().name(),
          aws.peer(Ec2.class, aws.region())
              .serviceInterface(
                  subnet.subnetIdentifier(), securityGroups, "RDSNetworkInterface", "rds"),
          port,
          securityGroups);
    } catch (AwsServiceException refused) {
      throw AwsError.of("InvalidParameterValue", 400, refused.awsErrorDetails().errorMessage());
    }
  }

  /** What stands between a function's process and an instance; empty where nothing does. */
  static Optional<String> obstacle(
      Surroundings aws,
      DBInstance instance,
      @Nullable Placement placement,
      Lambda lambda,
      long pid,
      int clientPort) {
    if (placement == null) {
      return Optional.empty(); // In the default VPC, which is not emulated.
    }
    String function = lambda.function(pid).orElse("");
    List<String> interfaces = lambda.interfaces(function);
    if (interfaces.isEmpty()) {
      return instance.publiclyAccessible()
          ? Optional.empty()
          : Optional.of(
              function
                  + " is in no VPC, and "
                  + instance.dbInstanceIdentifier()
                  + " is not publicly accessible: give the function a vpc_config.");
    }
    return aws.peer(Ec2.class, aws.region())
        .obstacle(
            interfaces,
            placement.networkInterface(),
            clientPort,
            // A rule may also name the port that the endpoint has on this machine.
            List.of(placement.port(), instance.endpoint().port()));
  }

  /** Another zone of the subnet group, where a standby is kept. */
  String otherZone() {
    return other().subnetAvailabilityZone().name();
  }

  /** Where the standby stands. */
  Placement failedOver(Surroundings aws) {
    Placement standby = in(aws, subnetGroup, other(), port, securityGroups);
    leave(aws);
    return standby;
  }

  private Subnet other() {
    return subnetGroup.subnets().stream()
        .filter(subnet -> !subnet.subnetAvailabilityZone().name().equals(zone))
        .findFirst()
        .orElseThrow();
  }

  Placement regrouped(Surroundings aws, List<String> groups) {
    aws.peer(Ec2.class, aws.region()).regroup(networkInterface, groups);
    return new Placement(subnetGroup, zone, networkInterface, port, groups);
  }

  void leave(Surroundings aws) {
    aws.peer(Ec2.class, aws.region()).release(networkInterface);
  }

  List<VpcSecurityGroupMembership> memberships() {
    return securityGroups.stream()
        .map(
            group ->
                VpcSecurityGroupMembership.builder()
                    .vpcSecurityGroupId(group)
                    .status("active")
                    .build())
        .toList();
  }
}
