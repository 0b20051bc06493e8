package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/**
 * The network interfaces of functions in VPCs: one in each of a function's subnets, made and
 * removed in the function's own role, as on AWS. Thread-safe.
 */
final class VpcInterfaces {

  private final Surroundings aws;
  private final RoleSessions sessions;
  private final Map<String, List<String>> byFunction = new ConcurrentHashMap<>();

  VpcInterfaces(Surroundings aws, RoleSessions sessions) {
    this.aws = aws;
    this.sessions = sessions;
  }

  /** The interfaces of a function; none where it is in no VPC. */
  List<String> of(String function) {
    return byFunction.getOrDefault(function, List.of());
  }

  /** Puts a function into the subnets that its configuration names, and out of those before. */
  void place(FunctionVersion version) {
    VpcConfigResponse vpc = version.configuration().vpcConfig();
    Ec2Client ec2 = aws.client(Ec2Client.class, sessions.caller(version));
    List<String> made = new ArrayList<>();
    try {
      for (String subnet : vpc.subnetIds()) {
        made.add(
            ec2.createNetworkInterface(
                    create ->
                        create
                            .subnetId(subnet)
                            .groups(vpc.securityGroupIds())
                            .interfaceType("lambda")
                            .description("AWS Lambda VPC ENI-" + version.name()))
                .networkInterface()
                .networkInterfaceId());
      }
      if (!made.isEmpty()) {
        // As on AWS, which waits until they can be used.
        var unused = ec2.describeNetworkInterfaces(describe -> describe.networkInterfaceIds(made));
      }
    } catch (AwsServiceException refused) {
      delete(ec2, made);
      String code = refused.awsErrorDetails().errorCode();
      String action =
          made.size() < vpc.subnetIds().size()
              ? "CreateNetworkInterface"
              : "DescribeNetworkInterfaces";
      throw code.contains("Unauthorized") || code.startsWith("AccessDenied")
          ? Errors.invalid(
              "The provided execution role does not have permissions to call " + action + " on EC2")
          : Errors.invalid(
              "Error occurred while "
                  + action
                  + ". EC2 Error Code: "
                  + code
                  + ". EC2 Error Message: "
                  + refused.awsErrorDetails().errorMessage());
    }
    delete(ec2, of(version.name()));
    if (made.isEmpty()) {
      byFunction.remove(version.name());
    } else {
      byFunction.put(version.name(), List.copyOf(made));
    }
  }

  /** Removes a function's interfaces. */
  void remove(FunctionVersion version) {
    List<String> own = of(version.name());
    if (!own.isEmpty()) {
      byFunction.remove(version.name());
      delete(aws.client(Ec2Client.class, sessions.caller(version)), own);
    }
  }

  private static void delete(Ec2Client ec2, List<String> interfaces) {
    for (String each : interfaces) {
      try {
        ec2.deleteNetworkInterface(delete -> delete.networkInterfaceId(each));
      } catch (AwsServiceException refused) {
        // As on AWS: an interface that the role may not delete stays, and keeps its subnet.
        System.getLogger(VpcInterfaces.class.getName())
            .log(System.Logger.Level.DEBUG, each + " stays: " + refused.getMessage());
      }
    }
  }
}
