package dev.rehearsal.cloud.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigurationItem;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.NoAvailableDeliveryChannelException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.ResourceNotDiscoveredException;
import software.amazon.awssdk.services.config.model.ResourceType;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.ControlStatus;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.InvalidInputException;
import software.amazon.awssdk.services.securityhub.model.StandardsSubscription;
import software.amazon.awssdk.services.securityhub.model.StringFilterComparison;
import software.amazon.awssdk.services.securityhub.model.WorkflowStatus;
import software.amazon.awssdk.services.sns.SnsClient;

class ConfigTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
          + "\"config.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  @TempDir Path folder;
  private Cloud cloud;
  private ConfigClient config;
  private S3Client s3;
  private IamClient iam;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    config = cloud.client(ConfigClient.class, ROOT, "us-east-1");
    s3 = cloud.client(S3Client.class, ROOT, "us-east-1");
    iam = cloud.client(IamClient.class, ROOT, "us-east-1");
    s3.createBucket(create -> create.bucket("audit"));
    String role =
        iam.createRole(create -> create.roleName("config").assumeRolePolicyDocument(TRUST))
            .role()
            .arn();
    config.putConfigurationRecorder(
        put -> put.configurationRecorder(one -> one.name("default").roleARN(role)));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void recorderStartsOnceThereIsAChannel() {
    assertThrows(
        NoAvailableDeliveryChannelException.class,
        () -> config.startConfigurationRecorder(s -> s.configurationRecorderName("default")));
    record();
    assertTrue(
        config
            .describeConfigurationRecorderStatus(d -> {})
            .configurationRecordersStatus()
            .get(0)
            .recording());
  }

  @Test
  void bucketOpenedByHandBreaksTheRuleUntilItIsMended() {
    record();
    rule("public", "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED");
    block(true);
    assertEquals(List.of(), breaking("public"));
    block(false);
    List<EvaluationResult> broken = breaking("public");
    assertEquals(1, broken.size());
    assertEquals(
        "audit",
        broken.get(0).evaluationResultIdentifier().evaluationResultQualifier().resourceId());
    assertEquals(
        ComplianceType.NON_COMPLIANT,
        config
            .describeComplianceByConfigRule(d -> d.configRuleNames("public"))
            .complianceByConfigRules()
            .get(0)
            .compliance()
            .complianceType());
    block(true);
    assertEquals(List.of(), breaking("public"));
  }

  @Test
  void standardsTellOfEachControlAndResource() {
    record();
    block(true);
    SecurityHubClient hub = cloud.client(SecurityHubClient.class, ROOT, "us-east-1");
    hub.enableSecurityHub(enable -> enable.enableDefaultStandards(false));
    assertEquals(List.of(), hub.getEnabledStandards(get -> {}).standardsSubscriptions());
    assertEquals(List.of(), controls(hub, "S3.8"));
    String foundational =
        "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0";
    assertTrue(
        hub.describeStandards(describe -> {}).standards().stream()
            .anyMatch(each -> each.standardsArn().equals(foundational)));
    StandardsSubscription on =
        hub.batchEnableStandards(
                enable ->
                    enable.standardsSubscriptionRequests(one -> one.standardsArn(foundational)))
            .standardsSubscriptions()
            .get(0);
    assertEquals(
        "arn:aws:securityhub:us-east-1:000000000000:subscription/"
            + "aws-foundational-security-best-practices/v/1.0.0",
        on.standardsSubscriptionArn());
    assertEquals(List.of("PASSED arn:aws:s3:::audit"), controls(hub, "S3.8"));
    block(false);
    assertEquals(List.of("FAILED arn:aws:s3:::audit"), controls(hub, "S3.8"));
    String control =
        hub
            .describeStandardsControls(
                of -> of.standardsSubscriptionArn(on.standardsSubscriptionArn()))
            .controls()
            .stream()
            .filter(each -> each.controlId().equals("S3.8"))
            .findFirst()
            .orElseThrow()
            .standardsControlArn();
    assertThrows(
        InvalidInputException.class,
        () ->
            hub.updateStandardsControl(
                off -> off.standardsControlArn(control).controlStatus(ControlStatus.DISABLED)));
    hub.updateStandardsControl(
        off ->
            off.standardsControlArn(control)
                .controlStatus(ControlStatus.DISABLED)
                .disabledReason("a test"));
    assertEquals(List.of(), controls(hub, "S3.8"));
    hub.updateStandardsControl(
        again -> again.standardsControlArn(control).controlStatus(ControlStatus.ENABLED));
    assertEquals(1, controls(hub, "S3.8").size());
    hub.batchDisableStandards(off -> off.standardsSubscriptionArns(on.standardsSubscriptionArn()));
    assertEquals(List.of(), controls(hub, "S3.8"));
    assertThrows(
        InvalidInputException.class,
        () ->
            hub.batchEnableStandards(
                enable -> enable.standardsSubscriptionRequests(one -> one.standardsArn("none"))));
    hub.disableSecurityHub(disable -> {});
    hub.enableSecurityHub(enable -> {});
    assertEquals(2, hub.getEnabledStandards(get -> {}).standardsSubscriptions().size());
  }

  private static List<String> controls(SecurityHubClient hub, String control) {
    return hub
        .getFindings(
            get ->
                get.filters(
                    filters ->
                        filters.complianceSecurityControlId(
                            one -> one.value(control).comparison(StringFilterComparison.EQUALS))))
        .findings()
        .stream()
        .map(
            finding ->
                finding.compliance().statusAsString() + " " + finding.resources().get(0).id())
        .toList();
  }

  @Test
  void timelineKeepsEachConfigurationAndTheFilesTell() throws IOException {
    record();
    assertThrows(
        ResourceNotDiscoveredException.class,
        () ->
            config.getResourceConfigHistory(
                get -> get.resourceType(ResourceType.AWS_S3_BUCKET).resourceId("nowhere")));
    block(true);
    history();
    block(false);
    var items = history();
    assertEquals(2, items.size());
    assertTrue(items.get(0).configuration().contains("\"blocksPublicAccess\":false"));
    assertTrue(items.get(1).configuration().contains("\"blocksPublicAccess\":true"));
    String key =
        s3.listObjectsV2(list -> list.bucket("audit").prefix("AWSLogs/000000000000/Config/us-"))
            .contents()
            .get(0)
            .key();
    assertTrue(key.contains("/ConfigHistory/"), key);
    try (GZIPInputStream file =
        new GZIPInputStream(
            s3.getObject(g -> g.bucket("audit").key(key), ResponseTransformer.toInputStream()))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(text.contains("\"resourceId\":\"audit\""), text);
    }
  }

  @Test
  void eachServiceIsLookedAt() {
    record();
    rule("tls", "S3_BUCKET_SSL_REQUESTS_ONLY");
    rule("topics", "SNS_ENCRYPTED_KMS");
    cloud.client(SnsClient.class, ROOT, "us-east-1").createTopic(create -> create.name("plain"));
    assertEquals(1, breaking("tls").size());
    assertEquals(1, breaking("topics").size());
    s3.putBucketPolicy(
        put ->
            put.bucket("audit")
                .policy(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                        + "\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::audit\",\"arn:aws:s3:::audit/*\"],"
                        + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}"));
    assertEquals(0, breaking("tls").size());
  }

  @Test
  void networksOpenToTheWorldBreakTheirRules() {
    record();
    rule("ssh", "INCOMING_SSH_DISABLED");
    rule("ports", "RESTRICTED_INCOMING_TRAFFIC");
    rule("world", "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS");
    rule("default", "VPC_DEFAULT_SECURITY_GROUP_CLOSED");
    rule("flows", "VPC_FLOW_LOGS_ENABLED");
    Ec2Client ec2 = cloud.client(Ec2Client.class, ROOT, "us-east-1");
    String vpc = ec2.createVpc(create -> create.cidrBlock("10.0.0.0/16")).vpc().vpcId();
    assertEquals(List.of(vpc), broken("flows"));
    // A new VPC's group lets everything out, and its own members in.
    assertEquals(1, broken("default").size());
    assertEquals(List.of(), broken("world"));
    String group =
        ec2.createSecurityGroup(
                create -> create.groupName("shop").description("a shop's").vpcId(vpc))
            .groupId();
    open(ec2, group, "tcp", 20, 23, "10.0.0.0/8");
    assertEquals(List.of(), broken("ssh"));
    open(ec2, group, "udp", 22, 22, "0.0.0.0/0");
    assertEquals(List.of(), broken("ssh"));
    assertEquals(List.of(group), broken("world"));
    open(ec2, group, "tcp", 22, 22, "0.0.0.0/0");
    assertEquals(List.of(group), broken("ssh"));
    assertEquals(List.of(), broken("ports"));
    open(ec2, group, "tcp", 3000, 3400, "0.0.0.0/0");
    assertEquals(List.of(group), broken("ports"));
    assertEquals(1, broken("default").size());
  }

  private static void open(
      Ec2Client ec2, String group, String protocol, int from, int to, String range) {
    ec2.authorizeSecurityGroupIngress(
        allow ->
            allow
                .groupId(group)
                .ipPermissions(
                    each ->
                        each.ipProtocol(protocol)
                            .fromPort(from)
                            .toPort(to)
                            .ipRanges(one -> one.cidrIp(range))));
  }

  @Test
  void peopleWithoutASecondFactorAndWeakPasswordsBreakTheirRules() {
    record();
    rule("factor", "IAM_USER_MFA_ENABLED");
    rule("passwords", "IAM_PASSWORD_POLICY");
    assertEquals(List.of("000000000000"), broken("passwords"));
    String ann = iam.createUser(create -> create.userName("ann")).user().userId();
    assertEquals(List.of(ann), broken("factor"));
    passwords(14);
    assertEquals(List.of(), broken("passwords"));
    passwords(13);
    assertEquals(List.of("000000000000"), broken("passwords"));
    assertThrows(
        ResourceNotDiscoveredException.class,
        () ->
            config.getResourceConfigHistory(
                get -> get.resourceType("AWS::::Account").resourceId("000000000000")));
  }

  private void passwords(int length) {
    iam.updateAccountPasswordPolicy(
        policy ->
            policy
                .minimumPasswordLength(length)
                .requireLowercaseCharacters(true)
                .requireUppercaseCharacters(true)
                .requireNumbers(true)
                .requireSymbols(true)
                .maxPasswordAge(90)
                .passwordReusePrevention(24));
  }

  private List<String> broken(String rule) {
    return breaking(rule).stream()
        .map(each -> each.evaluationResultIdentifier().evaluationResultQualifier().resourceId())
        .toList();
  }

  @Test
  void hubListsWhatBreaksRulesAndWideRoles() {
    record();
    rule("public", "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED");
    block(false);
    SecurityHubClient hub = cloud.client(SecurityHubClient.class, ROOT, "us-east-1");
    assertThrows(InvalidAccessException.class, () -> hub.getFindings(get -> {}));
    hub.enableSecurityHub(enable -> enable.enableDefaultStandards(false));
    List<AwsSecurityFinding> found = hub.getFindings(get -> {}).findings();
    assertEquals(1, found.size());
    assertEquals("public", found.get(0).title());
    assertEquals("arn:aws:s3:::audit", found.get(0).resources().get(0).id());
    assertEquals("AwsS3Bucket", found.get(0).resources().get(0).type());
    assertEquals("2018-10-08", found.get(0).schemaVersion());
    hub.batchUpdateFindings(
        update ->
            update
                .findingIdentifiers(
                    one -> one.id(found.get(0).id()).productArn(found.get(0).productArn()))
                .workflow(workflow -> workflow.status(WorkflowStatus.NOTIFIED)));
    assertEquals(
        0,
        hub.getFindings(
                get ->
                    get.filters(
                        f -> f.workflowStatus(one -> one.value("NEW").comparison("EQUALS"))))
            .findings()
            .size());
    iam.createRole(create -> create.roleName("wide").assumeRolePolicyDocument(TRUST));
    iam.putRolePolicy(
        put ->
            put.roleName("wide")
                .policyName("all")
                .policyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\"}]}"));
    assertEquals(
        List.of("arn:aws:iam::000000000000:role/wide"),
        hub
            .getFindings(
                get ->
                    get.filters(
                        f -> f.productName(one -> one.value("IAM review").comparison("EQUALS"))))
            .findings()
            .stream()
            .map(one -> one.resources().get(0).id())
            .toList());
  }

  @Test
  void whatIsNotServedIsAnErrorThatNamesIt() {
    AwsServiceException unknown =
        assertThrows(AwsServiceException.class, () -> rule("x", "EC2_EBS_ENCRYPTION_BY_DEFAULT"));
    assertTrue(String.valueOf(unknown.getMessage()).contains("EC2_EBS_ENCRYPTION_BY_DEFAULT"));
    assertThrows(NoSuchConfigRuleException.class, () -> breaking("nothing"));
  }

  private void record() {
    config.putDeliveryChannel(put -> put.deliveryChannel(one -> one.s3BucketName("audit")));
    config.startConfigurationRecorder(s -> s.configurationRecorderName("default"));
  }

  private void rule(String name, String identifier) {
    config.putConfigRule(
        put ->
            put.configRule(
                one ->
                    one.configRuleName(name)
                        .source(source -> source.owner("AWS").sourceIdentifier(identifier))));
  }

  private void block(boolean blocks) {
    s3.putPublicAccessBlock(
        put ->
            put.bucket("audit")
                .publicAccessBlockConfiguration(
                    all ->
                        all.blockPublicAcls(blocks)
                            .blockPublicPolicy(blocks)
                            .ignorePublicAcls(blocks)
                            .restrictPublicBuckets(blocks)));
  }

  private List<EvaluationResult> breaking(String rule) {
    return config
        .getComplianceDetailsByConfigRule(
            get -> get.configRuleName(rule).complianceTypes(ComplianceType.NON_COMPLIANT))
        .evaluationResults();
  }

  private List<ConfigurationItem> history() {
    return config
        .getResourceConfigHistory(
            get -> get.resourceType(ResourceType.AWS_S3_BUCKET).resourceId("audit"))
        .configurationItems();
  }
}
