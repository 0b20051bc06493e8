package dev.rehearsal.terraform.provider;

import dev.rehearsal.cloud.OperationClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;

/**
 * Remembers the last operation called, so that an error can name it as the official provider does.
 */
final class LastCall {

  private static final Map<String, String> SERVICE_IDS =
      Map.ofEntries(
          Map.entry("CloudFront", "CloudFront"),
          Map.entry("CloudWatchLogs", "CloudWatch Logs"),
          Map.entry("CognitoIdentityProvider", "Cognito Identity Provider"),
          Map.entry("DynamoDb", "DynamoDB"),
          Map.entry("Ec2", "EC2"),
          Map.entry("Iam", "IAM"),
          Map.entry("Kms", "KMS"),
          Map.entry("Rds", "RDS"),
          Map.entry("S3Control", "S3 Control"),
          Map.entry("SecretsManager", "Secrets Manager"),
          Map.entry("Ses", "SES"),
          Map.entry("SesV2", "SESv2"),
          Map.entry("Sns", "SNS"),
          Map.entry("Sqs", "SQS"),
          Map.entry("Ssm", "SSM"),
          Map.entry("Sts", "STS"),
          Map.entry("Acm", "ACM"));

  private String service = "";
  private String operation = "";

  <C extends SdkClient> C watch(Class<C> type, C client) {
    String name = type.getSimpleName().replaceFirst("Client$", "");
    return OperationClient.of(
        type,
        (called, request, argument) -> {
          service = SERVICE_IDS.getOrDefault(name, name);
          operation = called.name();
          return called.call(client, request, argument);
        });
  }

  /** An AWS error in the words of the official provider. */
  String describe(AwsServiceException error) {
    @Nullable String code =
        error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorCode();
    @Nullable String message =
        error.awsErrorDetails() == null
            ? error.getMessage()
            : error.awsErrorDetails().errorMessage();
    String where = service.isEmpty() ? "" : "operation error " + service + ": " + operation + ", ";
    String request = error.requestId() == null ? "" : "RequestID: " + error.requestId() + ", ";
    return where
        + "https response error StatusCode: "
        + error.statusCode()
        + ", "
        + request
        + (code == null ? "" : code + ": ")
        + (message == null ? "" : message);
  }
}
