package dev.rehearsal.cloud.lambda;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.iam.PolicySimulator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.Role;

/** The role that a function runs in. */
final class ExecutionRole {

  static final String UNASSUMABLE =
      "The role defined for the function cannot be assumed by Lambda.";

  private static final int NOT_FOUND = 404;
  private static final int NOT_IMPLEMENTED = 501;

  private ExecutionRole() {}

  /** Whether the role is there and its trust policy lets Lambda assume it. */
  static boolean assumable(Surroundings aws, String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    try {
      Role role = aws.peer(Iam.class, aws.region()).getRole(get -> get.roleName(name)).role();
      return role.assumeRolePolicyDocument() == null || trusted(aws, role);
    } catch (AwsServiceException refused) {
      if (refused.statusCode() == NOT_FOUND) {
        return false;
      }
      throw refused;
    } catch (UnsupportedOperationException noIam) {
      // A cloud without IAM checks no roles.
      return true;
    }
  }

  private static boolean trusted(Surroundings aws, Role role) {
    try {
      return aws.simulator()
          .decide(
              new PolicySimulator.Question(
                  "lambda.amazonaws.com",
                  aws.account(),
                  List.of(),
                  null,
                  URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8),
                  "sts:AssumeRole",
                  role.arn(),
                  aws.account(),
                  Map.of("aws:SourceAccount", List.of(aws.account()))))
          .decision()
          .equals("allowed");
    } catch (AwsServiceException undecided) {
      if (undecided.statusCode() == NOT_IMPLEMENTED) {
        return true; // Without a gateway no policy counts.
      }
      throw undecided;
    }
  }
}
