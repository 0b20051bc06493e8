package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.gateway.iam.Decision;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** AWS's words for what IAM does not allow, service by service. */
final class Refusals {

  private Refusals() {}

  /** The error of a call that lacks a permission. */
  static AwsServiceException of(AwsCall call, Need need, Decision decision) {
    String prefix = Authorization.prefix(call.operation().service());
    if (need.action().startsWith("kms:") && !prefix.equals("kms")) {
      return byKey(call, need, decision, prefix);
    }
    return switch (prefix) {
      case "s3" -> AwsError.of("AccessDenied", 403, s3(call, need, decision));
      case "ses" ->
          AwsError.of(
              call.operation().service().id().equals("sesv2")
                  ? "AccessDeniedException"
                  : "AccessDenied",
              403,
              "User `"
                  + user(call)
                  + "' is not authorized to perform `"
                  + need.action()
                  + "'"
                  + (need.resource().equals("*") ? "" : " on resource `" + need.resource() + "'"));
      case "sts" ->
          AwsError.of(
              "AccessDenied",
              403,
              call.caller() instanceof Caller.Root
                  ? "Roles may not be assumed by root accounts."
                  : "User: "
                      + user(call)
                      + " is not authorized to perform: "
                      + need.action()
                      + " on resource: "
                      + need.resource());
      case "sqs", "iam", "rds", "cloudfront", "cloudwatch" ->
          AwsError.of("AccessDenied", 403, message(call, need, decision));
      case "sns" -> AwsError.of("AuthorizationError", 403, message(call, need, decision));
      case "ec2" -> AwsError.of("UnauthorizedOperation", 403, message(call, need, decision));
      case "lambda", "apigateway", "scheduler" ->
          AwsError.of("AccessDeniedException", 403, message(call, need, decision));
      default -> AwsError.of("AccessDeniedException", 400, message(call, need, decision));
    };
  }

  private static AwsServiceException byKey(
      AwsCall call, Need need, Decision decision, String prefix) {
    return switch (prefix) {
      case "sqs" -> AwsError.of("KMS.AccessDeniedException", 400, message(call, need, decision));
      case "sns" -> AwsError.of("KMSAccessDenied", 400, message(call, need, decision));
      default -> AwsError.of("AccessDeniedException", 400, "Access to KMS is not allowed");
    };
  }

  /** S3 tells why only to those of the bucket's own account. */
  private static String s3(AwsCall call, Need need, Decision decision) {
    return call.caller() instanceof Caller.User || call.caller() instanceof Caller.RoleSession
        ? message(call, need, decision)
        : "Access Denied";
  }

  private static String message(AwsCall call, Need need, Decision decision) {
    String action = spelled(need.action());
    boolean s3 = need.action().startsWith("s3:");
    String on = need.resource().equals("*") ? "" : " on resource: ";
    String resource = on.isEmpty() ? "" : s3 ? "\"" + need.resource() + "\"" : need.resource();
    return "User: "
        + user(call)
        + " is not authorized to perform: "
        + action
        + on
        + resource
        + " "
        + because(action, decision);
  }

  private static String because(String action, Decision decision) {
    if (decision.outcome() == Decision.Outcome.EXPLICIT_DENY) {
      String article = decision.kind() == Decision.Kind.IDENTITY ? "an " : "a ";
      return "with an explicit deny in " + article + decision.kind().words();
    }
    return "because no " + decision.kind().words() + " allows the " + action + " action";
  }

  /** Two services spell their actions their own way. */
  private static String spelled(String action) {
    if (action.startsWith("sqs:")) {
      return action.toLowerCase(Locale.ROOT);
    }
    return action.startsWith("sns:") ? "SNS:" + action.substring(4) : action;
  }

  private static String user(AwsCall call) {
    return call.caller() instanceof Caller.Anonymous ? "anonymous" : call.caller().arn();
  }
}
