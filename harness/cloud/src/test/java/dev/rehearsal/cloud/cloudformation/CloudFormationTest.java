package dev.rehearsal.cloud.cloudformation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class CloudFormationTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);
  private static final String REGION = "eu-west-1";
  private static final String HELD =
      """
      AWSTemplateFormatVersion: "2010-09-09"
      Description: Holds messages
      Parameters:
        Seconds: { Type: Number, Default: 30 }
        Alarmed: { Type: String, Default: "no", AllowedValues: ["yes", "no"] }
      Conditions:
        Alarming: !Equals [!Ref Alarmed, "yes"]
      Resources:
        Policy:
          Type: AWS::SQS::QueuePolicy
          Properties:
            Queues: [!Ref Held]
            PolicyDocument:
              Version: 2012-10-17
              Statement:
                - Effect: Allow
                  Principal: { AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }
                  Action: sqs:SendMessage
                  Resource: !GetAtt Held.Arn
        Held:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: !Join ["-", [!Ref "AWS::StackName", held]]
            VisibilityTimeout: !Ref Seconds
        Alarm:
          Type: AWS::SNS::Topic
          Condition: Alarming
          Properties:
            TopicName: !Sub "${AWS::StackName}-alarm"
      Outputs:
        Url: { Value: !Ref Held, Description: Where it is }
        Alarm: { Value: !Ref Alarm, Condition: Alarming }
      """;

  @TempDir Path folder;
  private Cloud cloud;
  private CloudFormationClient stacks;
  private SqsClient sqs;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    stacks = client(CloudFormationClient.class);
    sqs = client(SqsClient.class);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void templateMakesWhatItSaysInTheOrderItNeeds() {
    Stack stack = create("plan", HELD);
    assertEquals(StackStatus.CREATE_COMPLETE, stack.stackStatus());
    String url = sqs.getQueueUrl(get -> get.queueName("plan-held")).queueUrl();
    assertEquals(Map.of("Url", url), outputs(stack));
    assertEquals("30", attribute(url, QueueAttributeName.VISIBILITY_TIMEOUT));
    assertTrue(
        attribute(url, QueueAttributeName.POLICY).contains("arn:aws:iam::000000000000:root"));
    assertEquals(
        List.of("Held", "Policy"),
        stacks.listStackResources(list -> list.stackName("plan")).stackResourceSummaries().stream()
            .map(one -> one.logicalResourceId())
            .toList());
    assertEquals(
        List.of(
            "plan CREATE_COMPLETE",
            "Policy CREATE_COMPLETE",
            "Policy CREATE_IN_PROGRESS",
            "Held CREATE_COMPLETE",
            "Held CREATE_IN_PROGRESS",
            "plan CREATE_IN_PROGRESS"),
        events("plan"));
    assertEquals(HELD, stacks.getTemplate(get -> get.stackName("plan")).templateBody());
    assertThrows(AlreadyExistsException.class, () -> create("plan", HELD));

    stacks.deleteStack(delete -> delete.stackName("plan"));
    assertEquals(List.of(), sqs.listQueues().queueUrls());
    assertEquals(
        StackStatus.DELETE_COMPLETE,
        stacks.describeStacks(d -> d.stackName(stack.stackId())).stacks().get(0).stackStatus());
    AwsServiceException gone =
        assertThrows(
            AwsServiceException.class, () -> stacks.describeStacks(d -> d.stackName("plan")));
    assertEquals("Stack with id plan does not exist", gone.awsErrorDetails().errorMessage());
  }

  @Test
  void updateChangesMakesAndTakesAway() {
    create("plan", HELD);
    String url = sqs.getQueueUrl(get -> get.queueName("plan-held")).queueUrl();
    Stack changed = update("plan", Map.of("Seconds", "90", "Alarmed", "yes"));
    assertEquals(StackStatus.UPDATE_COMPLETE, changed.stackStatus());
    assertEquals("90", attribute(url, QueueAttributeName.VISIBILITY_TIMEOUT));
    SnsClient sns = client(SnsClient.class);
    assertEquals(
        List.of(outputs(changed).get("Alarm")),
        sns.listTopics().topics().stream().map(topic -> topic.topicArn()).toList());

    update("plan", Map.of("Seconds", "90", "Alarmed", "no"));
    assertEquals(List.of(), sns.listTopics().topics());
    assertEquals("90", attribute(url, QueueAttributeName.VISIBILITY_TIMEOUT));
    AwsServiceException same =
        assertThrows(
            AwsServiceException.class,
            () -> update("plan", Map.of("Seconds", "90", "Alarmed", "no")));
    assertEquals("No updates are to be performed.", same.awsErrorDetails().errorMessage());
  }

  @Test
  void whatFailsIsTakenBack() {
    String broken = HELD + "";
    String twice =
        broken.replace(
            "  Alarm:\n    Type: AWS::SNS::Topic\n    Condition: Alarming\n    Properties:\n"
                + "      TopicName: !Sub \"${AWS::StackName}-alarm\"\n",
            "  Alarm:\n    Type: AWS::SNS::Topic\n    DependsOn: Policy\n    Properties:\n"
                + "      TopicName: no such name\n");
    Stack stack = create("plan", twice);
    assertEquals(StackStatus.ROLLBACK_COMPLETE, stack.stackStatus());
    assertEquals(List.of(), sqs.listQueues().queueUrls());
    StackEvent failed =
        stacks.describeStackEvents(d -> d.stackName("plan")).stackEvents().stream()
            .filter(event -> event.resourceStatusAsString().equals("CREATE_FAILED"))
            .findFirst()
            .orElseThrow();
    assertEquals("Alarm", failed.logicalResourceId());
    assertTrue(failed.resourceStatusReason().contains("Topic Name"), failed.resourceStatusReason());
    stacks.createStack(
        c -> c.stackName("kept").templateBody(twice).onFailure(OnFailure.DO_NOTHING));
    assertEquals(StackStatus.CREATE_FAILED, stack("kept").stackStatus());
    assertEquals(1, sqs.listQueues().queueUrls().size());
    stacks.createStack(c -> c.stackName("gone").templateBody(twice).onFailure(OnFailure.DELETE));
    assertThrows(AwsServiceException.class, () -> stack("gone"));
  }

  @Test
  void updateThatFailsBringsBackWhatWas() {
    create("plan", HELD);
    String url = sqs.getQueueUrl(get -> get.queueName("plan-held")).queueUrl();
    Stack stack = update("plan", Map.of("Seconds", "90000", "Alarmed", "yes"));
    assertEquals(StackStatus.UPDATE_ROLLBACK_COMPLETE, stack.stackStatus());
    assertEquals("30", attribute(url, QueueAttributeName.VISIBILITY_TIMEOUT));
    assertEquals(List.of(), client(SnsClient.class).listTopics().topics());
    assertEquals(
        Map.of("Seconds", "30", "Alarmed", "no"),
        stack.parameters().stream()
            .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue)));
  }

  @Test
  void jsonMakesTheSameAsYaml() {
    Stack stack =
        create(
            "json",
            """
            {"Resources": {"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {
              "GroupDescription": "quarantine", "VpcId": "%s",
              "SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                "CidrIp": {"Fn::Join": ["/", ["10.0.0.0", "16"]]}}]}}},
             "Outputs": {"Id": {"Value": {"Fn::GetAtt": ["Group", "GroupId"]}}}}
            """
                .formatted(
                    client(Ec2Client.class)
                        .createVpc(create -> create.cidrBlock("10.0.0.0/16"))
                        .vpc()
                        .vpcId()));
    assertEquals(StackStatus.CREATE_COMPLETE, stack.stackStatus(), stack::toString);
    var group =
        client(Ec2Client.class)
            .describeSecurityGroups(d -> d.groupIds(outputs(stack).get("Id")))
            .securityGroups()
            .get(0);
    assertEquals(List.of(), group.ipPermissions());
    assertEquals(1, group.ipPermissionsEgress().size());
    assertEquals("10.0.0.0/16", group.ipPermissionsEgress().get(0).ipRanges().get(0).cidrIp());
  }

  @Test
  void bucketsGroupsAndPoliciesAreMade() {
    IamClient iam = client(IamClient.class);
    iam.createRole(
        create ->
            create
                .roleName("stolen")
                .assumeRolePolicyDocument(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
    String template =
        """
        Parameters:
          Roles: { Type: CommaDelimitedList, Default: "" }
        Resources:
          Deny:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              Roles: !Ref Roles
              PolicyDocument:
                Version: "2012-10-17"
                Statement: [{ Effect: Deny, Action: "*", Resource: "*" }]
          Notes: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 30 } }
          Evidence:
            Type: AWS::S3::Bucket
            Properties:
              VersioningConfiguration: { Status: Enabled }
              PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true }
          TlsOnly:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: !Ref Evidence
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Deny
                    Principal: "*"
                    Action: s3:*
                    Resource: [!GetAtt Evidence.Arn, !Sub "${Evidence.Arn}/*"]
                    Condition: { Bool: { aws:SecureTransport: false } }
        Outputs:
          Evidence: { Value: !Ref Evidence }
        """;
    assertThrows(InsufficientCapabilitiesException.class, () -> create("quarantine", template));
    stacks.createStack(
        c ->
            c.stackName("quarantine")
                .templateBody(template)
                .capabilitiesWithStrings("CAPABILITY_IAM")
                .parameters(p -> p.parameterKey("Roles").parameterValue("stolen")));
    Stack stack = stack("quarantine");
    assertEquals(StackStatus.CREATE_COMPLETE, stack.stackStatus(), stack::toString);
    String bucket = outputs(stack).get("Evidence");
    S3Client s3 = client(S3Client.class);
    assertEquals("Enabled", s3.getBucketVersioning(get -> get.bucket(bucket)).statusAsString());
    assertTrue(s3.getBucketPolicy(get -> get.bucket(bucket)).policy().contains("SecureTransport"));
    assertEquals(
        1, iam.listAttachedRolePolicies(l -> l.roleName("stolen")).attachedPolicies().size());
    stacks.deleteStack(delete -> delete.stackName("quarantine"));
    assertEquals(
        0, iam.listAttachedRolePolicies(l -> l.roleName("stolen")).attachedPolicies().size());
    assertEquals(List.of(), s3.listBuckets().buckets());
  }

  @Test
  void stackThatCannotBeDeletedSaysWhyAndStands() {
    create(
        "full",
        "Resources: { Evidence: { Type: 'AWS::S3::Bucket', Properties: { BucketName: evidence } } }");
    S3Client s3 = client(S3Client.class);
    s3.putObject(
        put -> put.bucket("evidence").key("a"),
        software.amazon.awssdk.core.sync.RequestBody.fromString("a"));
    stacks.deleteStack(delete -> delete.stackName("full"));
    Stack stack = stack("full");
    assertEquals(StackStatus.DELETE_FAILED, stack.stackStatus());
    assertTrue(stack.stackStatusReason().contains("[Evidence]"), stack.stackStatusReason());
    stacks.deleteStack(delete -> delete.stackName("full").retainResources("Evidence"));
    assertThrows(AwsServiceException.class, () -> stack("full"));
    assertEquals(1, s3.listBuckets().buckets().size());
  }

  @Test
  void protectedStacksStay() {
    stacks.createStack(
        c -> c.stackName("plan").templateBody(HELD).enableTerminationProtection(true));
    assertThrows(
        AwsServiceException.class, () -> stacks.deleteStack(delete -> delete.stackName("plan")));
    stacks.updateTerminationProtection(u -> u.stackName("plan").enableTerminationProtection(false));
    stacks.deleteStack(delete -> delete.stackName("plan"));
    assertThrows(AwsServiceException.class, () -> stack("plan"));
  }

  @Test
  void tagsOfTheStackAreThoseOfItsResources() {
    stacks.createStack(
        c ->
            c.stackName("plan")
                .templateBody(HELD)
                .tags(Tag.builder().key("Team").value("shop").build()));
    String url = sqs.getQueueUrl(get -> get.queueName("plan-held")).queueUrl();
    assertEquals(Map.of("Team", "shop"), sqs.listQueueTags(l -> l.queueUrl(url)).tags());
    stacks.updateStack(
        u ->
            u.stackName("plan")
                .usePreviousTemplate(true)
                .tags(Tag.builder().key("Owner").value("ops").build()));
    assertEquals(Map.of("Owner", "ops"), sqs.listQueueTags(l -> l.queueUrl(url)).tags());
  }

  @Test
  void whatIsWrongIsNamed() {
    assertRefused("AWS::EC2::Instance", "Resources: { A: { Type: 'AWS::EC2::Instance' } }");
    assertRefused(
        "FifoQueue",
        "Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } }");
    assertRefused(
        "Unresolved resource dependencies [Nobody]",
        "Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: !Ref Nobody } } }");
    assertRefused(
        "Circular dependency between resources: [A, B]",
        """
        Resources:
          A: { Type: "AWS::SQS::Queue", Properties: { QueueName: !GetAtt B.QueueName } }
          B: { Type: "AWS::SQS::Queue", Properties: { QueueName: !GetAtt A.QueueName } }
        """);
    assertRefused("At least one Resources member", "Description: empty");
    assertRefused("YAML not well-formed", "Resources: [");
    assertRefused("JSON not well-formed", "{\"Resources\": ");
    assertRefused("aliases", "Resources: &a { A: *a }");
    assertRefused("Transform", "Transform: AWS::Serverless-2016-10-31\nResources: {}");
    assertRefused("[Name] must have values", "Parameters: { Name: { Type: String } }\n" + QUEUE);
    assertRefused(
        "Property PolicyDocument cannot be empty",
        "Resources: { A: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [q] } } }");
    assertFalse(
        stacks.listStacks(list -> {}).hasStackSummaries()
            && !stacks.listStacks(list -> {}).stackSummaries().isEmpty());
    Stack unknown =
        create(
            "function",
            "Resources: { A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: !Cidr x } } }");
    assertTrue(unknown.stackStatusReason() == null || !unknown.stackStatusReason().isEmpty());
    assertTrue(
        stacks.describeStackEvents(d -> d.stackName("function")).stackEvents().stream()
            .anyMatch(event -> String.valueOf(event.resourceStatusReason()).contains("Fn::Cidr")));
  }

  private static final String QUEUE = "Resources: { A: { Type: 'AWS::SQS::Queue' } }";

  @Test
  void validationTellsParametersAndCapabilities() {
    var answer = stacks.validateTemplate(v -> v.templateBody(HELD));
    assertEquals("Holds messages", answer.description());
    assertEquals(
        List.of("Seconds", "Alarmed"),
        answer.parameters().stream().map(one -> one.parameterKey()).toList());
    assertFalse(answer.hasCapabilities() && !answer.capabilities().isEmpty());
  }

  private void assertRefused(String what, String template) {
    AwsServiceException refused =
        assertThrows(AwsServiceException.class, () -> create("refused", template));
    assertTrue(String.valueOf(refused.getMessage()).contains(what), refused::getMessage);
  }

  private Stack create(String name, String template) {
    stacks.createStack(create -> create.stackName(name).templateBody(template));
    return stack(name);
  }

  private Stack update(String name, Map<String, String> parameters) {
    stacks.updateStack(
        update ->
            update
                .stackName(name)
                .usePreviousTemplate(true)
                .parameters(
                    parameters.entrySet().stream()
                        .map(
                            p ->
                                Parameter.builder()
                                    .parameterKey(p.getKey())
                                    .parameterValue(p.getValue())
                                    .build())
                        .toList()));
    return stack(name);
  }

  private Stack stack(String name) {
    return stacks.describeStacks(describe -> describe.stackName(name)).stacks().get(0);
  }

  private static Map<String, String> outputs(Stack stack) {
    return stack.outputs().stream()
        .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
  }

  private List<String> events(String name) {
    return stacks.describeStackEvents(d -> d.stackName(name)).stackEvents().stream()
        .map(event -> event.logicalResourceId() + " " + event.resourceStatusAsString())
        .toList();
  }

  private String attribute(String url, QueueAttributeName name) {
    return Objects.requireNonNull(
        sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
            .attributes()
            .get(name));
  }

  private <C extends software.amazon.awssdk.core.SdkClient> C client(Class<C> type) {
    return cloud.client(type, ROOT, REGION);
  }
}
