package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.gateway.iam.Policy;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Refuses a policy that the evaluator couldn't read when it is written, as AWS does: one that is
 * stored can be relied on to decide.
 */
final class PolicyWrites {

  /** Where a request carries a policy, by the permission's prefix and the operation. */
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("iam:CreatePolicy", "PolicyDocument"),
          Map.entry("iam:CreatePolicyVersion", "PolicyDocument"),
          Map.entry("iam:PutRolePolicy", "PolicyDocument"),
          Map.entry("iam:PutUserPolicy", "PolicyDocument"),
          Map.entry("iam:PutGroupPolicy", "PolicyDocument"),
          Map.entry("iam:CreateRole", "AssumeRolePolicyDocument"),
          Map.entry("iam:UpdateAssumeRolePolicy", "PolicyDocument"),
          Map.entry("sts:AssumeRole", "Policy"),
          Map.entry("sqs:CreateQueue", "Attributes"),
          Map.entry("sqs:SetQueueAttributes", "Attributes"),
          Map.entry("sns:CreateTopic", "Attributes"),
          Map.entry("sns:SetTopicAttributes", "AttributeValue"),
          Map.entry("s3:PutBucketPolicy", "Policy"),
          Map.entry("kms:CreateKey", "Policy"),
          Map.entry("kms:PutKeyPolicy", "Policy"),
          Map.entry("secretsmanager:PutResourcePolicy", "ResourcePolicy"),
          Map.entry("dynamodb:PutResourcePolicy", "Policy"),
          Map.entry("ec2:CreateVpcEndpoint", "PolicyDocument"),
          Map.entry("ec2:ModifyVpcEndpoint", "PolicyDocument"));

  private PolicyWrites() {}

  /**
   * Passes every call but one that would store an unreadable policy.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException in the service's words
   */
  static void check(AwsCall call) {
    String prefix = Authorization.prefix(call.operation().service());
    String member = MEMBERS.get(prefix + ":" + call.operation().name());
    if (member == null) {
      return;
    }
    Optional<String> document = document(call.request(), member);
    if (document.isEmpty()) {
      return;
    }
    try {
      Policy.parse("given", document.get());
    } catch (Policy.Malformed malformed) {
      String why = String.valueOf(malformed.getMessage());
      throw switch (prefix) {
        case "iam", "sts" -> AwsError.of("MalformedPolicyDocument", 400, why);
        case "sqs" ->
            AwsError.of(
                "InvalidAttributeValue", 400, "Invalid value for the parameter Policy. " + why);
        case "sns" -> AwsError.of("InvalidParameter", 400, "Invalid parameter: Policy. " + why);
        case "s3" -> AwsError.of("MalformedPolicy", 400, why);
        case "ec2" -> AwsError.of("InvalidPolicyDocument", 400, why);
        case "dynamodb" -> AwsError.of("ValidationException", 400, why);
        default -> AwsError.of("MalformedPolicyDocumentException", 400, why);
      };
    }
  }

  private static Optional<String> document(SdkPojo request, String member) {
    if (member.equals("Attributes")) {
      return Members.value(request, member) instanceof Map<?, ?> attributes
              && attributes.get("Policy") instanceof String policy
              && !policy.isBlank()
          ? Optional.of(policy)
          : Optional.empty();
    }
    if (member.equals("AttributeValue")
        && !Members.text(request, "AttributeName").orElse("").equals("Policy")) {
      return Optional.empty();
    }
    return Members.text(request, member);
  }
}
