package dev.rehearsal.cloud.accessanalyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.ConflictException;
import software.amazon.awssdk.services.accessanalyzer.model.Criterion;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatus;
import software.amazon.awssdk.services.accessanalyzer.model.FindingStatusUpdate;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummary;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.ResourceNotFoundException;
import software.amazon.awssdk.services.accessanalyzer.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.accessanalyzer.model.Type;
import software.amazon.awssdk.services.accessanalyzer.model.ValidationException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class AccessAnalyzerTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);
  private static final String REGION = "us-east-1";

  @TempDir Path folder;
  private MovableClock clock;
  private Cloud cloud;
  private AccessAnalyzerClient analyzer;
  private SqsClient sqs;
  private S3Client s3;
  private String arn;
  private String queue;

  @BeforeEach
  void start() {
    clock = new MovableClock();
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    analyzer = cloud.client(AccessAnalyzerClient.class, ROOT, REGION);
    sqs = cloud.client(SqsClient.class, ROOT, REGION);
    s3 = cloud.client(S3Client.class, ROOT, REGION);
    arn = analyzer.createAnalyzer(c -> c.analyzerName("outside").type(Type.ACCOUNT)).arn();
    queue = sqs.createQueue(create -> create.queueName("orders")).queueUrl();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void queueThatIsOpenIsFoundAndResolvedOnceItIsClosed() {
    assertEquals(List.of(), findings());
    open();
    FindingSummary found = findings().get(0);
    assertEquals("arn:aws:sqs:us-east-1:000000000000:orders", found.resource());
    assertEquals("AWS::SQS::Queue", found.resourceTypeAsString());
    assertEquals(Map.of("AWS", "*"), found.principal());
    assertEquals(List.of("sqs:SendMessage"), found.action());
    assertEquals(FindingStatus.ACTIVE, found.status());
    assertEquals(true, found.isPublic());
    assertEquals("POLICY", found.sources().get(0).typeAsString());
    GetFindingV2Response second = analyzer.getFindingV2(get -> get.analyzerArn(arn).id(found.id()));
    assertEquals(
        List.of("sqs:SendMessage"),
        second.findingDetails().get(0).externalAccessDetails().action());
    assertEquals("ExternalAccess", second.findingTypeAsString());

    close();
    assertEquals(FindingStatus.RESOLVED, findings().get(0).status());
    open();
    assertEquals(found.id(), findings().get(0).id());
    assertEquals(FindingStatus.ACTIVE, findings().get(0).status());
    close();
    findings();
    clock.move(Duration.ofDays(91));
    assertEquals(List.of(), findings());
  }

  @Test
  void archivedFindingsStayArchivedUntilResolved() {
    open();
    String id = findings().get(0).id();
    analyzer.updateFindings(
        update -> update.analyzerArn(arn).ids(id).status(FindingStatusUpdate.ARCHIVED));
    assertEquals(FindingStatus.ARCHIVED, findings().get(0).status());
    assertEquals(
        List.of(),
        analyzer
            .listFindingsV2(
                list ->
                    list.analyzerArn(arn)
                        .filter(Map.of("status", Criterion.builder().eq("ACTIVE").build())))
            .findings());
    close();
    assertEquals(FindingStatus.RESOLVED, findings().get(0).status());
  }

  @Test
  void archiveRulesArchiveWhatIsNewAndWhatTheyAreAppliedTo() {
    open();
    String first = findings().get(0).id();
    Map<String, Criterion> queues =
        Map.of("resourceType", Criterion.builder().eq("AWS::SQS::Queue").build());
    analyzer.createArchiveRule(
        create -> create.analyzerName("outside").ruleName("queues").filter(queues));
    assertEquals(FindingStatus.ACTIVE, finding(first));
    analyzer.applyArchiveRule(apply -> apply.analyzerArn(arn).ruleName("queues"));
    assertEquals(FindingStatus.ARCHIVED, finding(first));
    String other = sqs.createQueue(create -> create.queueName("other")).queueUrl();
    open(other, "other");
    assertEquals(
        List.of(FindingStatus.ARCHIVED, FindingStatus.ARCHIVED),
        findings().stream().map(FindingSummary::status).toList());
  }

  @Test
  void eachServiceIsLookedAt() {
    String everybody =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
            + "\"222222222222\"},\"Action\":\"%s\",\"Resource\":\"%s\"}]}";
    s3.createBucket(create -> create.bucket("site"));
    s3.putBucketPolicy(
        put ->
            put.bucket("site").policy(everybody.formatted("s3:GetObject", "arn:aws:s3:::site/*")));
    SnsClient sns = cloud.client(SnsClient.class, ROOT, REGION);
    String topic = sns.createTopic(create -> create.name("events")).topicArn();
    sns.setTopicAttributes(
        set ->
            set.topicArn(topic)
                .attributeName("Policy")
                .attributeValue(everybody.formatted("sns:Publish", topic)));
    KmsClient kms = cloud.client(KmsClient.class, ROOT, REGION);
    kms.createKey(
        create ->
            create.policy(
                everybody
                    .formatted("kms:Decrypt", "*")
                    .replace(
                        "}]}",
                        "},{\"Effect\":\"Allow\","
                            + "\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:root\"},\"Action\":\"kms:*\","
                            + "\"Resource\":\"*\"}]}")));
    SecretsManagerClient secrets = cloud.client(SecretsManagerClient.class, ROOT, REGION);
    String secret = secrets.createSecret(create -> create.name("password").secretString("x")).arn();
    secrets.putResourcePolicy(
        put ->
            put.secretId(secret)
                .resourcePolicy(everybody.formatted("secretsmanager:GetSecretValue", "*")));
    IamClient iam = cloud.client(IamClient.class, ROOT, REGION);
    iam.createRole(
        create ->
            create
                .roleName("lent")
                .assumeRolePolicyDocument(
                    everybody.formatted("sts:AssumeRole", "-").replace(",\"Resource\":\"-\"", "")));
    assertEquals(
        List.of(
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::S3::Bucket",
            "AWS::SNS::Topic",
            "AWS::SecretsManager::Secret"),
        findings().stream().map(FindingSummary::resourceTypeAsString).sorted().toList());
    assertTrue(findings().stream().noneMatch(FindingSummary::isPublic));
  }

  @Test
  void publicAccessBlockClosesABucketWhateverItsPolicySays() {
    s3.createBucket(create -> create.bucket("site"));
    s3.deletePublicAccessBlock(delete -> delete.bucket("site"));
    s3.putBucketPolicy(
        put ->
            put.bucket("site")
                .policy(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::site/*\"}]}"));
    assertEquals(true, findings().get(0).isPublic());
    s3.putPublicAccessBlock(
        put ->
            put.bucket("site")
                .publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));
    assertEquals(FindingStatus.RESOLVED, findings().get(0).status());
  }

  @Test
  void bucketsAreLookedAtInTheirOwnRegionOnly() {
    s3.createBucket(
        create ->
            create.bucket("far").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    assertTrue(
        analyzer.listAnalyzedResources(list -> list.analyzerArn(arn)).analyzedResources().stream()
            .noneMatch(one -> one.resourceArn().equals("arn:aws:s3:::far")));
  }

  @Test
  void hubListsWhatIsOpen() {
    SecurityHubClient hub = cloud.client(SecurityHubClient.class, ROOT, REGION);
    hub.enableSecurityHub(enable -> enable.enableDefaultStandards(false));
    open();
    assertEquals(
        List.of("AwsSqsQueue/arn:aws:sqs:us-east-1:000000000000:orders/ allows public access"),
        hub.getFindings(get -> {}).findings().stream().map(one -> one.title()).toList());
  }

  @Test
  void theRoleItTakesOnIsMadeOnceAndIsAwsOwn() {
    analyzer.deleteAnalyzer(delete -> delete.analyzerName("outside"));
    analyzer.createAnalyzer(c -> c.analyzerName("again").type(Type.ACCOUNT));
    IamClient iam = cloud.client(IamClient.class, ROOT, REGION);
    assertEquals(
        "/aws-service-role/access-analyzer.amazonaws.com/",
        iam.getRole(get -> get.roleName("AWSServiceRoleForAccessAnalyzer")).role().path());
    assertThrows(
        UnmodifiableEntityException.class,
        () -> iam.deleteRole(delete -> delete.roleName("AWSServiceRoleForAccessAnalyzer")));
  }

  @Test
  void errorsAreAws() {
    assertThrows(
        ConflictException.class,
        () -> analyzer.createAnalyzer(c -> c.analyzerName("outside").type(Type.ACCOUNT)));
    assertThrows(
        ServiceQuotaExceededException.class,
        () -> analyzer.createAnalyzer(c -> c.analyzerName("second").type(Type.ACCOUNT)));
    assertThrows(
        ResourceNotFoundException.class, () -> analyzer.getAnalyzer(g -> g.analyzerName("none")));
    assertThrows(
        ValidationException.class,
        () ->
            analyzer.listFindings(
                list ->
                    list.analyzerArn(arn)
                        .filter(Map.of("colour", Criterion.builder().eq("red").build()))));
    AwsServiceException unused =
        assertThrows(
            AwsServiceException.class,
            () ->
                analyzer.createAnalyzer(
                    c -> c.analyzerName("unused").type(Type.ACCOUNT_UNUSED_ACCESS)));
    assertTrue(String.valueOf(unused.getMessage()).contains("ACCOUNT_UNUSED_ACCESS"));
  }

  private FindingStatus finding(String id) {
    return analyzer.getFinding(get -> get.analyzerArn(arn).id(id)).finding().status();
  }

  private List<FindingSummary> findings() {
    return analyzer.listFindings(list -> list.analyzerArn(arn)).findings();
  }

  private void open() {
    open(queue, "orders");
  }

  private void open(String url, String name) {
    policy(
        url,
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"sqs:SendMessage\",\"Resource\":\"arn:aws:sqs:us-east-1:000000000000:"
            + name
            + "\"}]}");
  }

  private void close() {
    policy(queue, "");
  }

  private void policy(String url, String policy) {
    sqs.setQueueAttributes(
        set -> set.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, policy)));
  }
}
