package dev.rehearsal.scenarios;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupPlansListMember;
import software.amazon.awssdk.services.backup.model.BackupVaultListMember;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.FlowLog;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroup;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Scope;

/** Asks every service of the platform what it holds. What AWS itself owns does not count. */
final class Leftovers {

  private final Cloud cloud;
  private final Caller caller;
  private final String region;
  private final Map<String, List<String>> found = new TreeMap<>();

  private Leftovers(Cloud cloud, Caller caller, String region) {
    this.cloud = cloud;
    this.caller = caller;
    this.region = region;
  }

  /** What is there, by kind; kinds of which nothing is left are not in it. */
  static Map<String, List<String>> in(Cloud cloud, Caller caller, String region) {
    Leftovers leftovers = new Leftovers(cloud, caller, region);
    leftovers.data();
    leftovers.messages();
    leftovers.compute();
    leftovers.edge();
    leftovers.secrets();
    leftovers.network();
    leftovers.watch();
    return leftovers.found;
  }

  private void data() {
    note("buckets", client(S3Client.class).listBuckets().buckets().stream().map(b -> b.name()));
    note("tables", client(DynamoDbClient.class).listTables().tableNames().stream());
    RdsClient rds = client(RdsClient.class);
    note(
        "databases",
        rds.describeDBInstances().dbInstances().stream().map(DBInstance::dbInstanceIdentifier));
    note(
        "parameter groups",
        rds.describeDBParameterGroups().dbParameterGroups().stream()
            .map(DBParameterGroup::dbParameterGroupName)
            .filter(name -> !name.startsWith("default.")));
  }

  private void messages() {
    SnsClient sns = client(SnsClient.class);
    note("topics", sns.listTopics().topics().stream().map(topic -> topic.topicArn()));
    note(
        "subscriptions",
        sns.listSubscriptions().subscriptions().stream().map(one -> one.subscriptionArn()));
    note("queues", client(SqsClient.class).listQueues().queueUrls().stream());
    note("identities", client(SesClient.class).listIdentities().identities().stream());
  }

  private void compute() {
    LambdaClient lambda = client(LambdaClient.class);
    note("functions", lambda.listFunctions().functions().stream().map(one -> one.functionName()));
    note(
        "event source mappings",
        lambda.listEventSourceMappings().eventSourceMappings().stream().map(one -> one.uuid()));
    note(
        "schedules",
        client(SchedulerClient.class).listSchedules(r -> {}).schedules().stream()
            .map(one -> one.name()));
    note(
        "log groups",
        client(CloudWatchLogsClient.class).describeLogGroups().logGroups().stream()
            .map(LogGroup::logGroupName));
    IamClient iam = client(IamClient.class);
    // Roles of AWS's own services are theirs, and stay: Terraform neither makes nor deletes them.
    note(
        "roles",
        iam.listRoles().roles().stream()
            .filter(one -> !one.path().startsWith("/aws-service-role/"))
            .map(one -> one.roleName()));
    note(
        "stacks",
        client(CloudFormationClient.class).describeStacks(r -> {}).stacks().stream()
            .map(one -> one.stackName()));
    note(
        "analyzers",
        client(AccessAnalyzerClient.class).listAnalyzers(r -> {}).analyzers().stream()
            .map(one -> one.name()));
    note(
        "policies",
        iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies().stream()
            .map(one -> one.policyName()));
  }

  private void watch() {
    note(
        "trails",
        client(CloudTrailClient.class).listTrails(r -> {}).trails().stream().map(t -> t.name()));
    note(
        "dashboards",
        client(CloudWatchClient.class).listDashboards(r -> {}).dashboardEntries().stream()
            .map(d -> d.dashboardName()));
    ConfigClient config = client(ConfigClient.class);
    note(
        "rules",
        config.describeConfigRules(r -> {}).configRules().stream().map(r -> r.configRuleName()));
    note(
        "recorders",
        config.describeConfigurationRecorders(r -> {}).configurationRecorders().stream()
            .map(r -> r.name()));
    // What CloudFront's firewall and its alarms are made of is in us-east-1, wherever the shop is.
    String edge = "us-east-1";
    note(
        "alarms",
        cloud
            .client(CloudWatchClient.class, caller, edge)
            .describeAlarms(r -> {})
            .metricAlarms()
            .stream()
            .map(a -> a.alarmName()));
    note(
        "topics of the edge",
        cloud.client(SnsClient.class, caller, edge).listTopics().topics().stream()
            .map(t -> t.topicArn()));
    note(
        "log groups of the edge",
        cloud
            .client(CloudWatchLogsClient.class, caller, edge)
            .describeLogGroups()
            .logGroups()
            .stream()
            .map(LogGroup::logGroupName));
    note(
        "certificates",
        cloud
            .client(AcmClient.class, caller, edge)
            .listCertificates()
            .certificateSummaryList()
            .stream()
            .map(each -> each.domainName()));
    Wafv2Client waf = cloud.client(Wafv2Client.class, caller, edge);
    note(
        "web ACLs",
        waf.listWebACLs(r -> r.scope(Scope.CLOUDFRONT)).webACLs().stream().map(a -> a.name()));
    note(
        "IP sets",
        waf.listIPSets(r -> r.scope(Scope.CLOUDFRONT)).ipSets().stream().map(a -> a.name()));
  }

  private void edge() {
    note("APIs", client(ApiGatewayV2Client.class).getApis().items().stream().map(Api::name));
    CloudFrontClient cloudFront = client(CloudFrontClient.class);
    note(
        "distributions",
        items(cloudFront.listDistributions().distributionList().items()).stream()
            .map(one -> one.id()));
    note(
        "origin access controls",
        items(cloudFront.listOriginAccessControls(r -> {}).originAccessControlList().items())
            .stream()
            .map(one -> one.name()));
    note(
        "response headers policies",
        items(
                cloudFront
                    .listResponseHeadersPolicies(r -> r.type("custom"))
                    .responseHeadersPolicyList()
                    .items())
            .stream()
            .map(one -> one.responseHeadersPolicy().responseHeadersPolicyConfig().name()));
    note(
        "user pools",
        client(CognitoIdentityProviderClient.class)
            .listUserPools(r -> r.maxResults(60))
            .userPools()
            .stream()
            .map(one -> one.name()));
  }

  private void secrets() {
    note(
        "secrets",
        client(SecretsManagerClient.class)
            .listSecrets(r -> r.includePlannedDeletion(true))
            .secretList()
            .stream()
            .map(SecretListEntry::name));
    note(
        "parameters",
        client(SsmClient.class).describeParameters().parameters().stream().map(one -> one.name()));
    KmsClient kms = client(KmsClient.class);
    note(
        "keys in use",
        kms.listKeys().keys().stream()
            .map(key -> kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata())
            .filter(key -> key.keyState() != KeyState.PENDING_DELETION)
            .filter(key -> !"AWS".equals(key.keyManagerAsString()))
            .map(KeyMetadata::keyId));
    note(
        "aliases",
        kms.listAliases().aliases().stream()
            .map(one -> one.aliasName())
            .filter(name -> !name.startsWith("alias/aws/")));
  }

  private void network() {
    Ec2Client ec2 = client(Ec2Client.class);
    note("VPCs", ec2.describeVpcs().vpcs().stream().map(Vpc::vpcId));
    note("elastic addresses", ec2.describeAddresses().addresses().stream().map(Address::publicIp));
    note(
        "network interfaces",
        ec2.describeNetworkInterfaces().networkInterfaces().stream()
            .map(NetworkInterface::description));
    note("flow logs", ec2.describeFlowLogs().flowLogs().stream().map(FlowLog::flowLogId));
    note(
        "backup vaults",
        client(BackupClient.class).listBackupVaults().backupVaultList().stream()
            .map(BackupVaultListMember::backupVaultName));
    note(
        "backup plans",
        client(BackupClient.class).listBackupPlans().backupPlansList().stream()
            .map(BackupPlansListMember::backupPlanName));
    note(
        "subnet groups",
        client(RdsClient.class).describeDBSubnetGroups().dbSubnetGroups().stream()
            .map(DBSubnetGroup::dbSubnetGroupName));
  }

  private void note(String kind, java.util.stream.Stream<String> names) {
    List<String> all = names.sorted().toList();
    if (!all.isEmpty()) {
      found.put(kind, all);
    }
  }

  private static <T> Collection<T> items(@org.jspecify.annotations.Nullable Collection<T> items) {
    return items == null ? List.of() : items;
  }

  private <C extends SdkClient> C client(Class<C> type) {
    return cloud.client(type, caller, region);
  }
}
