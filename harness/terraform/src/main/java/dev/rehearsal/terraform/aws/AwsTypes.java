package dev.rehearsal.terraform.aws;

import dev.rehearsal.terraform.aws.accessanalyzer.AccessAnalyzerTypes;
import dev.rehearsal.terraform.aws.acm.AcmTypes;
import dev.rehearsal.terraform.aws.apigateway.ApiGatewayTypes;
import dev.rehearsal.terraform.aws.backup.BackupTypes;
import dev.rehearsal.terraform.aws.cloudformation.CloudFormationTypes;
import dev.rehearsal.terraform.aws.cloudfront.CloudFrontTypes;
import dev.rehearsal.terraform.aws.cloudtrail.CloudTrailTypes;
import dev.rehearsal.terraform.aws.cloudwatch.CloudWatchTypes;
import dev.rehearsal.terraform.aws.cognito.CognitoTypes;
import dev.rehearsal.terraform.aws.config.ConfigTypes;
import dev.rehearsal.terraform.aws.data.DataTypes;
import dev.rehearsal.terraform.aws.dynamodb.DynamoDbTypes;
import dev.rehearsal.terraform.aws.ec2.Ec2Types;
import dev.rehearsal.terraform.aws.iam.IamTypes;
import dev.rehearsal.terraform.aws.kms.KmsTypes;
import dev.rehearsal.terraform.aws.lambda.LambdaTypes;
import dev.rehearsal.terraform.aws.logs.LogsTypes;
import dev.rehearsal.terraform.aws.rds.RdsTypes;
import dev.rehearsal.terraform.aws.s3.S3Types;
import dev.rehearsal.terraform.aws.scheduler.SchedulerTypes;
import dev.rehearsal.terraform.aws.secretsmanager.SecretsManagerTypes;
import dev.rehearsal.terraform.aws.securityhub.SecurityHubTypes;
import dev.rehearsal.terraform.aws.ses.SesTypes;
import dev.rehearsal.terraform.aws.shield.ShieldTypes;
import dev.rehearsal.terraform.aws.sns.SnsTypes;
import dev.rehearsal.terraform.aws.sqs.SqsTypes;
import dev.rehearsal.terraform.aws.ssm.SsmTypes;
import dev.rehearsal.terraform.aws.wafv2.WafTypes;
import dev.rehearsal.terraform.provider.DataSource;
import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;
import java.util.stream.Stream;

/** Everything that the embedded provider serves: one line a service. */
public final class AwsTypes {

  private AwsTypes() {}

  /** Every resource type. */
  public static List<ResourceType> resources() {
    return Stream.of(
            AccessAnalyzerTypes.resources(),
            AcmTypes.resources(),
            ApiGatewayTypes.resources(),
            BackupTypes.resources(),
            CloudFormationTypes.resources(),
            CloudFrontTypes.resources(),
            CloudTrailTypes.resources(),
            CloudWatchTypes.resources(),
            CognitoTypes.resources(),
            ConfigTypes.resources(),
            DynamoDbTypes.resources(),
            Ec2Types.resources(),
            IamTypes.resources(),
            KmsTypes.resources(),
            LambdaTypes.resources(),
            LogsTypes.resources(),
            RdsTypes.resources(),
            S3Types.resources(),
            SchedulerTypes.resources(),
            SecretsManagerTypes.resources(),
            SecurityHubTypes.resources(),
            SesTypes.resources(),
            ShieldTypes.resources(),
            SnsTypes.resources(),
            SqsTypes.resources(),
            SsmTypes.resources(),
            WafTypes.resources())
        .flatMap(List::stream)
        .toList();
  }

  /** Every data source. */
  public static List<DataSource> dataSources() {
    return Stream.of(CloudFrontTypes.dataSources(), DataTypes.dataSources(), S3Types.dataSources())
        .flatMap(List::stream)
        .toList();
  }
}
