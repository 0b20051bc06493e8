package dev.rehearsal.cloud.accessanalyzer;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.s3.BucketPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Reads the policies of everything, as the services hold them now and as the role may see them. */
final class Inspection {

  private static final String GROUPS = "http://acs.amazonaws.com/groups/global/";

  private final Surroundings aws;
  private final Caller role;
  private final List<Analyzed> found = new ArrayList<>();

  private Inspection(Surroundings aws, Caller role) {
    this.aws = aws;
    this.role = role;
  }

  /** Looks at all resources of the region, and at the account's roles. */
  static List<Analyzed> of(Surroundings aws, Caller role) {
    Inspection inspection = new Inspection(aws, role);
    inspection.buckets();
    inspection.roles();
    inspection.keys();
    inspection.functions();
    inspection.queues();
    inspection.secrets();
    inspection.topics();
    inspection.tables();
    return inspection.found;
  }

  private void buckets() {
    S3Client s3 = aws.client(S3Client.class, role);
    ListBucketsResponse all = s3.listBuckets();
    String owner = all.owner() == null ? null : all.owner().id();
    Optional<Blocks> account =
        answer(
            () ->
                aws.client(S3ControlClient.class, role)
                    .getPublicAccessBlock(get -> get.accountId(aws.account()))
                    .publicAccessBlockConfiguration(),
            block ->
                new Blocks(
                    Boolean.TRUE.equals(block.ignorePublicAcls()),
                    Boolean.TRUE.equals(block.restrictPublicBuckets())));
    all.buckets()
        .forEach(
            bucket -> {
              String name = bucket.name();
              look(
                  "arn:aws:s3:::" + name,
                  "AWS::S3::Bucket",
                  () -> bucket(s3, name, owner, account.orElse(new Blocks(false, false))));
            });
  }

  /** What public access blocks hold back: grants of access lists, and policies. */
  private record Blocks(boolean lists, boolean policies) {}

  /** Empty where the bucket is in another region: that region's analyzer looks at it. */
  private @Nullable List<Opening> bucket(
      S3Client s3, String name, @Nullable String owner, Blocks account) {
    String region = s3.getBucketLocation(get -> get.bucket(name)).locationConstraintAsString();
    if (!aws.region().equals(region == null || region.isEmpty() ? "us-east-1" : region)) {
      return null;
    }
    PublicAccessBlockConfiguration own =
        answer(
                () -> s3.getPublicAccessBlock(get -> get.bucket(name)),
                block -> block.publicAccessBlockConfiguration())
            .orElse(PublicAccessBlockConfiguration.builder().build());
    boolean restricted = account.policies() || Boolean.TRUE.equals(own.restrictPublicBuckets());
    boolean ignored = account.lists() || Boolean.TRUE.equals(own.ignorePublicAcls());
    List<Opening> openings = new ArrayList<>();
    answer(() -> s3.getBucketPolicy(get -> get.bucket(name)), policy -> policy.policy())
        .filter(policy -> !(restricted && BucketPolicy.isPublic(policy)))
        .ifPresent(
            policy ->
                openings.addAll(
                    TrustPolicy.openings(policy, "arn:aws:s3:::" + name, aws.account())));
    openings.removeIf(one -> owner != null && owner.equals(one.principal().get("CanonicalUser")));
    for (Grant grant : s3.getBucketAcl(get -> get.bucket(name)).grants()) {
      String group = Objects.requireNonNullElse(grant.grantee().uri(), "");
      String user = grant.grantee().id();
      if (group.startsWith(GROUPS) && !ignored) {
        openings.add(granted(Map.of("AWS", "*"), grant, group.endsWith("/AllUsers")));
      } else if (user != null && !user.equals(owner)) {
        openings.add(granted(Map.of("CanonicalUser", user), grant, false));
      }
    }
    return openings;
  }

  private static Opening granted(Map<String, String> who, Grant grant, boolean isPublic) {
    List<String> actions =
        switch (grant.permission()) {
          case READ -> List.of("s3:ListBucket");
          case WRITE -> List.of("s3:PutObject");
          case READ_ACP -> List.of("s3:GetBucketAcl");
          case WRITE_ACP -> List.of("s3:PutBucketAcl");
          default -> List.of("s3:*");
        };
    return new Opening(who, actions, Map.of(), isPublic, "BUCKET_ACL");
  }

  private void roles() {
    for (Role one : aws.client(IamClient.class, role).listRolesPaginator().roles()) {
      look(
          one.arn(),
          "AWS::IAM::Role",
          () ->
              read(
                  one.arn(),
                  Optional.of(
                      URLDecoder.decode(one.assumeRolePolicyDocument(), StandardCharsets.UTF_8))));
    }
  }

  private void keys() {
    KmsClient kms = aws.client(KmsClient.class, role);
    kms.listKeysPaginator()
        .keys()
        .forEach(
            key ->
                look(
                    key.keyArn(),
                    "AWS::KMS::Key",
                    () ->
                        read(
                            key.keyArn(),
                            answer(
                                () ->
                                    kms.getKeyPolicy(
                                        get -> get.keyId(key.keyId()).policyName("default")),
                                answered -> answered.policy()))));
  }

  private void functions() {
    LambdaClient lambda = aws.client(LambdaClient.class, role);
    lambda
        .listFunctionsPaginator()
        .functions()
        .forEach(
            one ->
                look(
                    one.functionArn(),
                    "AWS::Lambda::Function",
                    () -> function(lambda, one.functionName(), one.functionArn())));
  }

  /** A function's own policy, and those of its aliases. */
  private List<Opening> function(LambdaClient lambda, String name, String arn) {
    List<Opening> openings =
        new ArrayList<>(
            read(
                arn,
                answer(
                    () -> lambda.getPolicy(get -> get.functionName(name)),
                    found -> found.policy())));
    for (AliasConfiguration alias :
        lambda.listAliasesPaginator(list -> list.functionName(name)).aliases()) {
      openings.addAll(
          read(
              arn,
              answer(
                  () -> lambda.getPolicy(get -> get.functionName(name).qualifier(alias.name())),
                  found -> found.policy())));
    }
    return openings;
  }

  private void queues() {
    SqsClient sqs = aws.client(SqsClient.class, role);
    for (String url : sqs.listQueuesPaginator(list -> list.maxResults(1000)).queueUrls()) {
      String arn = aws.arn("sqs", url.substring(url.lastIndexOf('/') + 1));
      look(
          arn,
          "AWS::SQS::Queue",
          () ->
              read(
                  arn,
                  answer(
                      () ->
                          sqs.getQueueAttributes(
                              get -> get.queueUrl(url).attributeNames(QueueAttributeName.POLICY)),
                      found -> found.attributes().get(QueueAttributeName.POLICY))));
    }
  }

  private void secrets() {
    SecretsManagerClient secrets = aws.client(SecretsManagerClient.class, role);
    secrets.listSecretsPaginator(list -> {}).stream()
        .flatMap(page -> page.secretList().stream())
        .forEach(
            one ->
                look(
                    one.arn(),
                    "AWS::SecretsManager::Secret",
                    () ->
                        read(
                            one.arn(),
                            answer(
                                () -> secrets.getResourcePolicy(get -> get.secretId(one.arn())),
                                found -> found.resourcePolicy()))));
  }

  private void topics() {
    SnsClient sns = aws.client(SnsClient.class, role);
    sns.listTopicsPaginator()
        .topics()
        .forEach(
            one ->
                look(
                    one.topicArn(),
                    "AWS::SNS::Topic",
                    () ->
                        read(
                            one.topicArn(),
                            answer(
                                () -> sns.getTopicAttributes(get -> get.topicArn(one.topicArn())),
                                found -> found.attributes().get("Policy")))));
  }

  private void tables() {
    DynamoDbClient tables = aws.client(DynamoDbClient.class, role);
    for (String name : tables.listTablesPaginator().tableNames()) {
      String arn = aws.arn("dynamodb", "table/" + name);
      look(
          arn,
          "AWS::DynamoDB::Table",
          () ->
              read(
                  arn,
                  answer(
                      () -> tables.getResourcePolicy(get -> get.resourceArn(arn)),
                      found -> found.policy())));
    }
  }

  private List<Opening> read(String arn, Optional<String> policy) {
    return policy
        .filter(text -> !text.isBlank())
        .map(text -> TrustPolicy.openings(text, arn, aws.account()))
        .orElse(List.of());
  }

  /** A resource that the role may not see is one that nobody knows to be closed. */
  private void look(String arn, String type, Supplier<@Nullable List<Opening>> reading) {
    try {
      List<Opening> openings = reading.get();
      if (openings != null) {
        found.add(new Analyzed(arn, type, openings, null));
      }
    } catch (AwsServiceException failed) {
      if (failed.statusCode() == 404) {
        return; // it went away meanwhile
      }
      if (failed.statusCode() != 403 && !isDenied(failed)) {
        throw failed;
      }
      found.add(new Analyzed(arn, type, List.of(), "ACCESS_DENIED"));
    }
  }

  private static boolean isDenied(AwsServiceException failed) {
    return failed.awsErrorDetails() != null
        && String.valueOf(failed.awsErrorDetails().errorCode()).startsWith("AccessDenied");
  }

  /** What a setting is; empty where the service says that there is none. */
  private static <A, T> Optional<T> answer(Supplier<A> question, Function<A, @Nullable T> member) {
    try {
      return Optional.ofNullable(member.apply(question.get()));
    } catch (AwsServiceException none) {
      if (none.statusCode() == 404 || (none.statusCode() == 400 && !isDenied(none))) {
        return Optional.empty();
      }
      throw none;
    }
  }
}
