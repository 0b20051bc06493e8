package dev.rehearsal.stage.desk;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** The services that Terraform's types belong to, as AWS writes them. */
final class ServiceNames {

  /** The first prefix that fits counts. */
  private static final List<Entry<String, String>> PREFIXES =
      List.of(
          Map.entry("apigatewayv2_", "API Gateway"),
          Map.entry("accessanalyzer_", "IAM Access Analyzer"),
          Map.entry("acm_", "Certificate Manager"),
          Map.entry("backup_", "Backup"),
          Map.entry("cloudformation_", "CloudFormation"),
          Map.entry("cloudfront_", "CloudFront"),
          Map.entry("cloudtrail", "CloudTrail"),
          Map.entry("cloudwatch_log_", "CloudWatch Logs"),
          Map.entry("cloudwatch_event_", "EventBridge"),
          Map.entry("cloudwatch_", "CloudWatch"),
          Map.entry("cognito_", "Cognito"),
          Map.entry("config_", "Config"),
          Map.entry("dynamodb_", "DynamoDB"),
          Map.entry("db_", "RDS"),
          Map.entry("iam_", "IAM"),
          Map.entry("kms_", "KMS"),
          Map.entry("lambda_", "Lambda"),
          Map.entry("s3_", "S3"),
          Map.entry("scheduler_", "EventBridge Scheduler"),
          Map.entry("secretsmanager_", "Secrets Manager"),
          Map.entry("securityhub_", "Security Hub"),
          Map.entry("ses", "SES"),
          Map.entry("shield_", "Shield"),
          Map.entry("sns_", "SNS"),
          Map.entry("sqs_", "SQS"),
          Map.entry("ssm_", "Systems Manager"),
          Map.entry("wafv2_", "WAF"));

  private static final List<String> NETWORK =
      List.of(
          "vpc",
          "subnet",
          "internet_gateway",
          "nat_gateway",
          "eip",
          "route",
          "security_group",
          "default_",
          "network_",
          "flow_log",
          "ec2_");

  private ServiceNames() {}

  static String ofType(String type) {
    if (!type.startsWith("aws_")) {
      return "Terraform";
    }
    String name = type.substring("aws_".length());
    for (Entry<String, String> each : PREFIXES) {
      if (name.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return NETWORK.stream().anyMatch(name::startsWith) ? "VPC" : name;
  }
}
