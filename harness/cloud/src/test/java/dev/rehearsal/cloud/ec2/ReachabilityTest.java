package dev.rehearsal.cloud.ec2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** A function's interface and a database's, in two subnets of one VPC. */
class ReachabilityTest {

  private static final int POSTGRESQL = 5432;

  @TempDir Path folder;
  private Cloud cloud;
  private Ec2Client ec2;
  private String vpc;
  private String functions;
  private String database;
  private String functionSubnet;
  private String databaseSubnet;
  private String from;
  private String to;

  @BeforeEach
  void build() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), Path.of("target/cache")))
            .build();
    ec2 = cloud.client(Ec2Client.class, new Caller.Root("000000000000", null), "eu-west-1");
    vpc = ec2.createVpc(create -> create.cidrBlock("10.0.0.0/16")).vpc().vpcId();
    functionSubnet = subnet("10.0.1.0/24", "functions");
    databaseSubnet = subnet("10.0.2.0/24", "data");
    functions = group("functions");
    database = group("database");
    from = embedded().serviceInterface(functionSubnet, List.of(functions), "f", "lambda");
    to = embedded().serviceInterface(databaseSubnet, List.of(database), "d", "rds");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void withoutAnIngressRuleNobodyComesIn() {
    assertEquals(
        Optional.of(
            "No ingress rule of security group database ("
                + database
                + ") lets tcp 5432 in from functions ("
                + functions
                + ") at 10.0.1.4."),
        obstacle());
  }

  @Test
  void aRuleThatNamesTheOtherGroupLetsIn() {
    letIn(pair -> pair.userIdGroupPairs(group -> group.groupId(functions)));
    assertEquals(Optional.empty(), obstacle());
  }

  @Test
  void aRuleOfAddressesLetsThoseIn() {
    letIn(range -> range.ipRanges(block -> block.cidrIp("10.0.9.0/24")));
    assertTrue(obstacle().isPresent());
    letIn(range -> range.ipRanges(block -> block.cidrIp("10.0.1.0/24")));
    assertEquals(Optional.empty(), obstacle());
  }

  @Test
  void withoutAnEgressRuleNothingGoesOut() {
    letIn(pair -> pair.userIdGroupPairs(group -> group.groupId(functions)));
    ec2.revokeSecurityGroupEgress(
        revoke ->
            revoke
                .groupId(functions)
                .ipPermissions(
                    all -> all.ipProtocol("-1").ipRanges(block -> block.cidrIp("0.0.0.0/0"))));
    assertTrue(
        obstacle().orElseThrow().startsWith("No egress rule of security group functions"),
        obstacle().toString());
  }

  @Test
  void theAnswerMustComeBackThroughTheNetworkAcl() {
    letIn(pair -> pair.userIdGroupPairs(group -> group.groupId(functions)));
    String acl = ec2.createNetworkAcl(create -> create.vpcId(vpc)).networkAcl().networkAclId();
    String association =
        ec2
            .describeNetworkAcls(
                describe ->
                    describe.filters(f -> f.name("association.subnet-id").values(databaseSubnet)))
            .networkAcls()
            .get(0)
            .associations()
            .stream()
            .filter(each -> each.subnetId().equals(databaseSubnet))
            .findFirst()
            .orElseThrow()
            .networkAclAssociationId();
    ec2.replaceNetworkAclAssociation(
        replace -> replace.associationId(association).networkAclId(acl));
    assertTrue(
        obstacle().orElseThrow().endsWith("tcp 5432 in from 10.0.1.4: no rule allows it."),
        obstacle().toString());
    entry(acl, 100, false, RuleAction.ALLOW, POSTGRESQL, POSTGRESQL);
    assertTrue(
        obstacle().orElseThrow().contains("tcp 32768-60999 out to 10.0.1.4: no rule allows it."),
        obstacle().toString());
    entry(acl, 100, true, RuleAction.ALLOW, 1024, 65535);
    assertEquals(Optional.empty(), obstacle());
    entry(acl, 50, false, RuleAction.DENY, 5000, 6000);
    assertTrue(obstacle().orElseThrow().endsWith("rule 50 denies it."), obstacle().toString());
  }

  @Test
  void everySubnetOfAFunctionMustReach() {
    letIn(range -> range.ipRanges(block -> block.cidrIp("10.0.1.0/24")));
    String other =
        embedded()
            .serviceInterface(subnet("10.0.3.0/24", "more"), List.of(functions), "f", "lambda");
    assertTrue(
        embedded().obstacle(List.of(from, other), to, 40000, List.of(POSTGRESQL)).isPresent());
  }

  @Test
  void anotherVpcIsOutOfReach() {
    String elsewhere = ec2.createVpc(create -> create.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String subnet =
        ec2.createSubnet(create -> create.vpcId(elsewhere).cidrBlock("10.9.1.0/24"))
            .subnet()
            .subnetId();
    String far = embedded().serviceInterface(subnet, List.of(), "f", "lambda");
    assertTrue(
        embedded()
            .obstacle(List.of(far), to, 40000, List.of(POSTGRESQL))
            .orElseThrow()
            .startsWith("No route leads from VPC"));
  }

  @Test
  void whatIsInUseIsNotDeleted() {
    assertEquals(
        "DependencyViolation",
        code(() -> ec2.deleteSecurityGroup(delete -> delete.groupId(database))));
    assertEquals(
        "DependencyViolation", code(() -> ec2.deleteSubnet(d -> d.subnetId(databaseSubnet))));
    assertEquals("DependencyViolation", code(() -> ec2.deleteVpc(delete -> delete.vpcId(vpc))));
    assertEquals(
        "OperationNotPermitted",
        code(() -> ec2.deleteNetworkInterface(delete -> delete.networkInterfaceId(to))));
    assertEquals(
        "InvalidSubnet.Conflict",
        code(() -> ec2.createSubnet(c -> c.vpcId(vpc).cidrBlock("10.0.1.128/25"))));
    assertEquals(
        "InvalidVpcID.NotFound", code(() -> ec2.describeVpcs(d -> d.vpcIds("vpc-0missing"))));
  }

  private static String code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(AwsServiceException.class, call).awsErrorDetails().errorCode();
  }

  private Ec2 embedded() {
    return cloud.peer(Ec2.class, "000000000000", "eu-west-1");
  }

  private Optional<String> obstacle() {
    return embedded().obstacle(List.of(from), to, 40000, List.of(POSTGRESQL));
  }

  private void letIn(Consumer<IpPermission.Builder> peer) {
    ec2.authorizeSecurityGroupIngress(
        allow ->
            allow
                .groupId(database)
                .ipPermissions(
                    IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(POSTGRESQL)
                        .toPort(POSTGRESQL)
                        .applyMutation(peer)
                        .build()));
  }

  private void entry(
      String acl, int number, boolean egress, RuleAction action, int first, int last) {
    ec2.createNetworkAclEntry(
        create ->
            create
                .networkAclId(acl)
                .ruleNumber(number)
                .egress(egress)
                .protocol("6")
                .ruleAction(action)
                .cidrBlock("10.0.1.0/24")
                .portRange(range -> range.from(first).to(last)));
  }

  private String subnet(String block, String name) {
    return ec2.createSubnet(
            create ->
                create
                    .vpcId(vpc)
                    .cidrBlock(block)
                    .tagSpecifications(
                        TagSpecification.builder()
                            .resourceType("subnet")
                            .tags(Tag.builder().key("Name").value(name).build())
                            .build()))
        .subnet()
        .subnetId();
  }

  private String group(String name) {
    return ec2.createSecurityGroup(create -> create.vpcId(vpc).groupName(name).description(name))
        .groupId();
  }
}
