package dev.rehearsal.cloud;

import dev.rehearsal.cloud.ServiceDefinition.Scope;
import dev.rehearsal.cloud.accessanalyzer.AccessAnalyzer;
import dev.rehearsal.cloud.acm.Acm;
import dev.rehearsal.cloud.apigateway.ApiGateway;
import dev.rehearsal.cloud.backup.Backup;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.cloudformation.CloudFormation;
import dev.rehearsal.cloud.cloudfront.CloudFront;
import dev.rehearsal.cloud.cloudtrail.CloudTrail;
import dev.rehearsal.cloud.cloudwatch.CloudWatch;
import dev.rehearsal.cloud.cognito.Cognito;
import dev.rehearsal.cloud.config.Config;
import dev.rehearsal.cloud.dynamodb.DynamoDb;
import dev.rehearsal.cloud.ec2.Ec2;
import dev.rehearsal.cloud.events.Events;
import dev.rehearsal.cloud.iam.Iam;
import dev.rehearsal.cloud.kms.Kms;
import dev.rehearsal.cloud.lambda.Lambda;
import dev.rehearsal.cloud.logs.Logs;
import dev.rehearsal.cloud.rds.Rds;
import dev.rehearsal.cloud.s3.S3;
import dev.rehearsal.cloud.s3control.S3Control;
import dev.rehearsal.cloud.scheduler.Scheduler;
import dev.rehearsal.cloud.secretsmanager.SecretsManager;
import dev.rehearsal.cloud.securityhub.SecurityHub;
import dev.rehearsal.cloud.ses.Ses;
import dev.rehearsal.cloud.sesv2.SesV2;
import dev.rehearsal.cloud.shield.Shield;
import dev.rehearsal.cloud.sns.Sns;
import dev.rehearsal.cloud.sqs.Sqs;
import dev.rehearsal.cloud.ssm.Ssm;
import dev.rehearsal.cloud.sts.Sts;
import dev.rehearsal.cloud.wafv2.Waf;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.shield.ShieldClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/** Every service that the embedded AWS serves: one line each. */
public final class ServiceCatalog {

  private static final List<ServiceDefinition> ALL =
      List.of(
          ServiceDefinition.of(
              "access-analyzer",
              "access-analyzer",
              AccessAnalyzerClient.class,
              Scope.REGIONAL,
              AccessAnalyzer::new),
          ServiceDefinition.of("acm", "acm", AcmClient.class, Scope.REGIONAL, Acm::new),
          ServiceDefinition.of(
              "apigateway",
              "apigateway",
              ApiGatewayV2Client.class,
              Scope.REGIONAL,
              ApiGateway::new),
          ServiceDefinition.of("backup", "backup", BackupClient.class, Scope.REGIONAL, Backup::new),
          ServiceDefinition.of(
              "cloudformation",
              "cloudformation",
              CloudFormationClient.class,
              Scope.REGIONAL,
              CloudFormation::new),
          ServiceDefinition.of(
              "cloudfront", "cloudfront", CloudFrontClient.class, Scope.GLOBAL, CloudFront::new),
          ServiceDefinition.of(
              "cloudtrail", "cloudtrail", CloudTrailClient.class, Scope.REGIONAL, CloudTrail::new),
          ServiceDefinition.of(
              "cloudwatch", "monitoring", CloudWatchClient.class, Scope.REGIONAL, CloudWatch::new),
          ServiceDefinition.of(
              "logs", "logs", CloudWatchLogsClient.class, Scope.REGIONAL, Logs::new),
          ServiceDefinition.of(
              "cognito-idp",
              "cognito-idp",
              CognitoIdentityProviderClient.class,
              Scope.REGIONAL,
              Cognito::new),
          ServiceDefinition.of("config", "config", ConfigClient.class, Scope.REGIONAL, Config::new),
          ServiceDefinition.of(
              "dynamodb", "dynamodb", DynamoDbClient.class, Scope.REGIONAL, DynamoDb::new),
          ServiceDefinition.of("ec2", "ec2", Ec2Client.class, Scope.REGIONAL, Ec2::new),
          ServiceDefinition.of(
              "events", "events", EventBridgeClient.class, Scope.REGIONAL, Events::new),
          ServiceDefinition.of("iam", "iam", IamClient.class, Scope.GLOBAL, Iam::new),
          ServiceDefinition.of("kms", "kms", KmsClient.class, Scope.REGIONAL, Kms::new),
          ServiceDefinition.of("lambda", "lambda", LambdaClient.class, Scope.REGIONAL, Lambda::new),
          ServiceDefinition.of("rds", "rds", RdsClient.class, Scope.REGIONAL, Rds::new),
          ServiceDefinition.of("s3", "s3", S3Client.class, Scope.GLOBAL, S3::new),
          ServiceDefinition.of(
              "s3control", "s3", S3ControlClient.class, Scope.GLOBAL, S3Control::new),
          ServiceDefinition.of(
              "scheduler", "scheduler", SchedulerClient.class, Scope.REGIONAL, Scheduler::new),
          ServiceDefinition.of(
              "secretsmanager",
              "secretsmanager",
              SecretsManagerClient.class,
              Scope.REGIONAL,
              SecretsManager::new),
          ServiceDefinition.of(
              "securityhub",
              "securityhub",
              SecurityHubClient.class,
              Scope.REGIONAL,
              SecurityHub::new),
          ServiceDefinition.of("ses", "ses", SesClient.class, Scope.REGIONAL, Ses::new),
          ServiceDefinition.of("sesv2", "ses", SesV2Client.class, Scope.REGIONAL, SesV2::new),
          ServiceDefinition.of("shield", "shield", ShieldClient.class, Scope.GLOBAL, Shield::new),
          ServiceDefinition.of("sns", "sns", SnsClient.class, Scope.REGIONAL, Sns::new),
          ServiceDefinition.of("sqs", "sqs", SqsClient.class, Scope.REGIONAL, Sqs::new),
          ServiceDefinition.of("ssm", "ssm", SsmClient.class, Scope.REGIONAL, Ssm::new),
          ServiceDefinition.of("sts", "sts", StsClient.class, Scope.REGIONAL, Sts::new),
          ServiceDefinition.of("wafv2", "wafv2", Wafv2Client.class, Scope.REGIONAL, Waf::new));

  private ServiceCatalog() {}

  /**
   * The operation of a name such as {@code sqs:SendMessage}; letters' case doesn't count, as the
   * SDK writes {@code CreateDbInstance} where AWS writes {@code CreateDBInstance}.
   */
  public static Optional<Operation> operation(String name) {
    int colon = name.indexOf(':');
    return service(colon < 0 ? name : name.substring(0, colon)).stream()
        .flatMap(service -> service.operations().values().stream())
        .filter(operation -> operation.name().equalsIgnoreCase(name.substring(colon + 1)))
        .findFirst();
  }

  /** The service of an id. */
  public static Optional<ServiceDefinition> service(String id) {
    return ALL.stream().filter(service -> service.id().equals(id)).findFirst();
  }

  /**
   * The service whose client interface a class is or implements.
   *
   * @throws IllegalArgumentException where it is none of the catalogue's
   */
  public static ServiceDefinition servedBy(Class<? extends SdkClient> type) {
    for (ServiceDefinition service : ALL) {
      if (service.client().isAssignableFrom(type)) {
        return service;
      }
    }
    throw new IllegalArgumentException(type + " is not a service of the catalogue.");
  }

  /** All services, by id. */
  public static List<ServiceDefinition> all() {
    return ALL;
  }
}
