package dev.rehearsal.cloud.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;

/** What is configured now, as the recorder's role may see it. */
final class Inventory {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings aws;
  private final Caller role;

  Inventory(Surroundings aws, Caller role) {
    this.aws = aws;
    this.role = role;
  }

  /** Everything that is looked at. */
  List<Item> all() {
    List<Item> items = new ArrayList<>();
    buckets(items);
    databases(items);
    tables(items);
    topics(items);
    keys(items);
    functions(items);
    distributions(items);
    networks(items);
    people(items);
    return items;
  }

  private void buckets(List<Item> items) {
    S3Client s3 = aws.client(S3Client.class, role);
    for (Bucket bucket : s3.listBuckets().buckets()) {
      String name = bucket.name();
      ObjectNode is = JSON.createObjectNode();
      PublicAccessBlockConfiguration block =
          answer(() -> s3.getPublicAccessBlock(get -> get.bucket(name)))
              .map(found -> found.publicAccessBlockConfiguration())
              .orElse(null);
      is.put("blocksPublicAccess", blocks(block));
      is.put(
          "policy",
          answer(() -> s3.getBucketPolicy(g -> g.bucket(name))).map(p -> p.policy()).orElse(null));
      is.put(
          "public",
          answer(() -> s3.getBucketPolicyStatus(g -> g.bucket(name)))
              .map(status -> Boolean.TRUE.equals(status.policyStatus().isPublic()))
              .orElse(false));
      is.put(
          "encryption",
          answer(() -> s3.getBucketEncryption(g -> g.bucket(name)))
              .map(
                  found ->
                      found
                          .serverSideEncryptionConfiguration()
                          .rules()
                          .get(0)
                          .applyServerSideEncryptionByDefault()
                          .sseAlgorithmAsString())
              .orElse(null));
      is.put(
          "versioning",
          answer(() -> s3.getBucketVersioning(g -> g.bucket(name)))
              .map(found -> found.statusAsString())
              .orElse(null));
      items.add(new Item("AWS::S3::Bucket", name, "arn:aws:s3:::" + name, is));
    }
  }

  private static boolean blocks(@Nullable PublicAccessBlockConfiguration block) {
    return block != null
        && Boolean.TRUE.equals(block.blockPublicAcls())
        && Boolean.TRUE.equals(block.blockPublicPolicy())
        && Boolean.TRUE.equals(block.ignorePublicAcls())
        && Boolean.TRUE.equals(block.restrictPublicBuckets());
  }

  private void databases(List<Item> items) {
    for (DBInstance one :
        aws.client(RdsClient.class, role).describeDBInstancesPaginator().dbInstances()) {
      ObjectNode is = JSON.createObjectNode();
      is.put("storageEncrypted", Boolean.TRUE.equals(one.storageEncrypted()));
      is.put("publiclyAccessible", Boolean.TRUE.equals(one.publiclyAccessible()));
      is.put("multiAZ", Boolean.TRUE.equals(one.multiAZ()));
      is.put("backupRetentionPeriod", one.backupRetentionPeriod());
      is.put("deletionProtection", Boolean.TRUE.equals(one.deletionProtection()));
      items.add(
          new Item(
              "AWS::RDS::DBInstance",
              Objects.requireNonNullElse(one.dbiResourceId(), one.dbInstanceIdentifier()),
              one.dbInstanceArn(),
              is));
    }
  }

  private void tables(List<Item> items) {
    DynamoDbClient tables = aws.client(DynamoDbClient.class, role);
    for (String name : tables.listTablesPaginator().tableNames()) {
      TableDescription table = tables.describeTable(d -> d.tableName(name)).table();
      ObjectNode is = JSON.createObjectNode();
      is.put(
          "kmsKey",
          table.sseDescription() == null ? null : table.sseDescription().kmsMasterKeyArn());
      is.put(
          "pointInTimeRecovery",
          tables
              .describeContinuousBackups(d -> d.tableName(name))
              .continuousBackupsDescription()
              .pointInTimeRecoveryDescription()
              .pointInTimeRecoveryStatusAsString());
      items.add(new Item("AWS::DynamoDB::Table", name, table.tableArn(), is));
    }
  }

  private void topics(List<Item> items) {
    SnsClient sns = aws.client(SnsClient.class, role);
    sns.listTopicsPaginator()
        .topics()
        .forEach(
            topic -> {
              ObjectNode is = JSON.createObjectNode();
              is.put(
                  "kmsKey",
                  sns.getTopicAttributes(get -> get.topicArn(topic.topicArn()))
                      .attributes()
                      .get("KmsMasterKeyId"));
              items.add(new Item("AWS::SNS::Topic", topic.topicArn(), topic.topicArn(), is));
            });
  }

  private void keys(List<Item> items) {
    KmsClient kms = aws.client(KmsClient.class, role);
    for (KeyListEntry entry : kms.listKeysPaginator().keys()) {
      KeyMetadata key = kms.describeKey(d -> d.keyId(entry.keyId())).keyMetadata();
      if (!"CUSTOMER".equals(key.keyManagerAsString())
          || !"Enabled".equals(key.keyStateAsString())) {
        continue;
      }
      ObjectNode is = JSON.createObjectNode();
      is.put("keySpec", key.keySpecAsString());
      is.put(
          "rotation",
          answer(() -> kms.getKeyRotationStatus(g -> g.keyId(key.keyId())))
              .map(status -> Boolean.TRUE.equals(status.keyRotationEnabled()))
              .orElse(false));
      items.add(new Item("AWS::KMS::Key", key.keyId(), key.arn(), is));
    }
  }

  private void functions(List<Item> items) {
    LambdaClient lambda = aws.client(LambdaClient.class, role);
    for (FunctionConfiguration one : lambda.listFunctionsPaginator().functions()) {
      ObjectNode is = JSON.createObjectNode();
      is.put("runtime", one.runtimeAsString());
      is.put(
          "policy",
          answer(() -> lambda.getPolicy(get -> get.functionName(one.functionName())))
              .map(found -> found.policy())
              .orElse(null));
      items.add(new Item("AWS::Lambda::Function", one.functionName(), one.functionArn(), is));
    }
  }

  private void distributions(List<Item> items) {
    CloudFrontClient edge = aws.client(CloudFrontClient.class, role, "us-east-1");
    for (DistributionSummary one : edge.listDistributions(list -> {}).distributionList().items()) {
      Distribution whole = edge.getDistribution(get -> get.id(one.id())).distribution();
      ObjectNode is = JSON.createObjectNode();
      is.put("webAcl", Objects.requireNonNullElse(whole.distributionConfig().webACLId(), ""));
      boolean plain =
          whole
                  .distributionConfig()
                  .defaultCacheBehavior()
                  .viewerProtocolPolicyAsString()
                  .equals("allow-all")
              || (whole.distributionConfig().cacheBehaviors() != null
                  && whole.distributionConfig().cacheBehaviors().items().stream()
                      .anyMatch(each -> each.viewerProtocolPolicyAsString().equals("allow-all")));
      is.put("allowsHttp", plain);
      items.add(new Item("AWS::CloudFront::Distribution", one.id(), one.arn(), is));
    }
  }

  private void networks(List<Item> items) {
    Ec2Client ec2 = aws.client(Ec2Client.class, role);
    Set<String> logged = new HashSet<>();
    ec2.describeFlowLogsPaginator().flowLogs().forEach(log -> logged.add(log.resourceId()));
    for (Vpc vpc : ec2.describeVpcsPaginator().vpcs()) {
      ObjectNode is = JSON.createObjectNode();
      is.put("cidrBlock", vpc.cidrBlock());
      is.put("flowLogs", logged.contains(vpc.vpcId()));
      items.add(new Item("AWS::EC2::VPC", vpc.vpcId(), aws.arn("ec2", "vpc/" + vpc.vpcId()), is));
    }
    for (SecurityGroup group : ec2.describeSecurityGroupsPaginator().securityGroups()) {
      String id = group.groupId();
      ObjectNode is = JSON.createObjectNode();
      is.put("groupName", group.groupName());
      is.put("vpcId", group.vpcId());
      ways(is.putArray("inbound"), group.ipPermissions());
      ways(is.putArray("outbound"), group.ipPermissionsEgress());
      items.add(
          new Item("AWS::EC2::SecurityGroup", id, aws.arn("ec2", "security-group/" + id), is));
    }
  }

  private static void ways(ArrayNode ways, List<IpPermission> permissions) {
    for (IpPermission each : permissions) {
      ObjectNode way = ways.addObject();
      way.put("protocol", each.ipProtocol());
      way.put("from", each.fromPort());
      way.put("to", each.toPort());
      way.put(
          "world",
          each.ipRanges().stream().anyMatch(range -> range.cidrIp().equals("0.0.0.0/0"))
              || each.ipv6Ranges().stream().anyMatch(range -> range.cidrIpv6().equals("::/0")));
    }
  }

  private void people(List<Item> items) {
    IamClient iam = aws.client(IamClient.class, role);
    for (User user : iam.listUsersPaginator().users()) {
      ObjectNode is = JSON.createObjectNode();
      is.put("userName", user.userName());
      is.put(
          "secondFactor",
          answer(() -> iam.listMFADevices(list -> list.userName(user.userName())))
              .map(found -> !found.mfaDevices().isEmpty())
              .orElse(false));
      items.add(new Item("AWS::IAM::User", user.userId(), user.arn(), is));
    }
    ObjectNode is = JSON.createObjectNode();
    answer(() -> iam.getAccountPasswordPolicy(get -> {}))
        .map(found -> found.passwordPolicy())
        .ifPresent(
            policy -> {
              is.put("requireUppercaseCharacters", policy.requireUppercaseCharacters());
              is.put("requireLowercaseCharacters", policy.requireLowercaseCharacters());
              is.put("requireSymbols", policy.requireSymbols());
              is.put("requireNumbers", policy.requireNumbers());
              is.put("minimumPasswordLength", policy.minimumPasswordLength());
              is.put("passwordReusePrevention", policy.passwordReusePrevention());
              is.put("expirePasswords", policy.expirePasswords());
              is.put("maxPasswordAge", policy.maxPasswordAge());
            });
    items.add(new Item(Item.ACCOUNT, aws.account(), Item.ACCOUNT + ":" + aws.account(), is));
  }

  /** What a setting is; empty where the service says that there is none. */
  private static <T> Optional<T> answer(Supplier<T> question) {
    try {
      return Optional.ofNullable(question.get());
    } catch (AwsServiceException none) {
      if (none.statusCode() == 404 || none.statusCode() == 400) {
        return Optional.empty();
      }
      throw none;
    }
  }
}
