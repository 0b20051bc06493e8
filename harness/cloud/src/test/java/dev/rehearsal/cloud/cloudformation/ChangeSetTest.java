package dev.rehearsal.cloud.cloudformation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What a stack would become, before it does. */
class ChangeSetTest {

  private static final String PLAN =
      """
      Parameters:
        Seconds: { Type: Number, Default: 30 }
        Name: { Type: String, Default: held }
      Resources:
        Held:
          Type: AWS::SQS::Queue
          Properties: { QueueName: !Ref Name, VisibilityTimeout: !Ref Seconds }
        Policy:
          Type: AWS::SQS::QueuePolicy
          Properties:
            Queues: [!Ref Held]
            PolicyDocument:
              Version: 2012-10-17
              Statement:
                - { Effect: Allow, Principal: "*", Action: sqs:SendMessage, Resource: !GetAtt Held.Arn }
      """;

  private static final String WITHOUT_POLICY =
      PLAN.substring(0, PLAN.indexOf("  Policy:")) + "  Topic: { Type: AWS::SNS::Topic }\n";

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

  private <C extends software.amazon.awssdk.core.SdkClient> C client(Class<C> type) {
    return cloud.client(type, new Caller.Root("000000000000", null), "eu-west-1");
  }

  private DescribeChangeSetResponse plan(
      String name, ChangeSetType type, Consumer<CreateChangeSetRequest.Builder> asked) {
    String id =
        stacks
            .createChangeSet(
                c -> {
                  c.stackName("plan").changeSetName(name).changeSetType(type);
                  asked.accept(c);
                })
            .id();
    return stacks.describeChangeSet(d -> d.changeSetName(id));
  }

  private void make() {
    stacks.createStack(c -> c.stackName("plan").templateBody(PLAN));
  }

  private Stack stack() {
    return stacks.describeStacks(d -> d.stackName("plan")).stacks().get(0);
  }

  private void execute(String name) {
    stacks.executeChangeSet(e -> e.stackName("plan").changeSetName(name));
  }

  private static String shown(DescribeChangeSetResponse plan) {
    return plan.changes().stream()
        .map(change -> shown(change.resourceChange()))
        .collect(Collectors.joining("; "));
  }

  private static String shown(ResourceChange change) {
    String details =
        change.details().stream()
            .map(
                detail ->
                    detail.target().name()
                        + " "
                        + detail.changeSourceAsString()
                        + (detail.causingEntity() == null ? "" : " " + detail.causingEntity()))
            .collect(Collectors.joining(", ", " [", "]"));
    return change.actionAsString()
        + " "
        + change.logicalResourceId()
        + (change.replacement() == null ? "" : " " + change.replacementAsString())
        + (change.details().isEmpty() ? "" : details);
  }

  @Test
  void aNewStackIsLookedAtFirstAndMadeByExecuting() {
    DescribeChangeSetResponse plan =
        plan("first", ChangeSetType.CREATE, c -> c.templateBody(PLAN).description("Look"));
    assertEquals(ChangeSetStatus.CREATE_COMPLETE, plan.status());
    assertEquals(ExecutionStatus.AVAILABLE, plan.executionStatus());
    assertEquals("Look", plan.description());
    assertEquals("Add Held; Add Policy", shown(plan));
    assertEquals(StackStatus.REVIEW_IN_PROGRESS, stack().stackStatus());
    assertEquals(List.of(), sqs.listQueues().queueUrls());

    execute("first");
    assertEquals(StackStatus.CREATE_COMPLETE, stack().stackStatus());
    assertEquals(plan.changeSetId(), stack().changeSetId());
    assertEquals(1, sqs.listQueues().queueUrls().size());
    assertEquals(
        ExecutionStatus.EXECUTE_COMPLETE,
        stacks.describeChangeSet(d -> d.changeSetName(plan.changeSetId())).executionStatus());
    assertEquals(
        "ChangeSet ["
            + plan.changeSetId()
            + "] cannot be executed in its current status of [EXECUTE_COMPLETE]",
        assertThrows(InvalidChangeSetStatusException.class, () -> execute("first"))
            .awsErrorDetails()
            .errorMessage());
  }

  @Test
  void aChangeTellsWhatChangesInPlaceWhatIsReplacedAndWhy() {
    make();
    assertEquals(
        "Modify Held False [VisibilityTimeout ParameterReference Seconds]",
        shown(
            plan(
                "longer",
                ChangeSetType.UPDATE,
                c ->
                    c.usePreviousTemplate(true)
                        .parameters(p -> p.parameterKey("Seconds").parameterValue("90")))));
    assertEquals(
        "Modify Held True [QueueName ParameterReference Name];"
            + " Modify Policy Conditional [PolicyDocument ResourceReference Held,"
            + " Queues ResourceReference Held]",
        shown(
            plan(
                "renamed",
                ChangeSetType.UPDATE,
                c ->
                    c.usePreviousTemplate(true)
                        .parameters(p -> p.parameterKey("Name").parameterValue("kept")))));
    assertEquals(
        "Add Topic; Remove Policy",
        shown(plan("topic", ChangeSetType.UPDATE, c -> c.templateBody(WITHOUT_POLICY))));
    assertEquals(StackStatus.CREATE_COMPLETE, stack().stackStatus());
    assertEquals(
        List.of("longer", "renamed", "topic"),
        stacks.listChangeSets(l -> l.stackName("plan")).summaries().stream()
            .map(each -> each.changeSetName())
            .toList());

    execute("renamed");
    assertEquals(StackStatus.UPDATE_COMPLETE, stack().stackStatus());
    assertTrue(sqs.listQueues().queueUrls().get(0).endsWith("/kept"));
    assertEquals(List.of(), stacks.listChangeSets(l -> l.stackName("plan")).summaries());
    assertThrows(ChangeSetNotFoundException.class, () -> execute("longer"));
  }

  @Test
  void noChangeIsAChangeSetThatFailed() {
    make();
    DescribeChangeSetResponse plan = plan("same", ChangeSetType.UPDATE, c -> c.templateBody(PLAN));
    assertEquals(ChangeSetStatus.FAILED, plan.status());
    assertEquals(ExecutionStatus.UNAVAILABLE, plan.executionStatus());
    assertEquals(
        "The submitted information didn't contain changes. Submit different information to create"
            + " a change set.",
        plan.statusReason());
    assertTrue(
        assertThrows(InvalidChangeSetStatusException.class, () -> execute("same"))
            .awsErrorDetails()
            .errorMessage()
            .endsWith("cannot be executed in its current status of [FAILED]"));
  }

  @Test
  void whatCantBeWorkedOutFailsAndSaysWhy() {
    DescribeChangeSetResponse plan =
        plan(
            "imports",
            ChangeSetType.CREATE,
            c ->
                c.templateBody(
                    PLAN.replace("QueueName: !Ref Name", "QueueName: !ImportValue nobody")));
    assertEquals(ChangeSetStatus.FAILED, plan.status());
    assertEquals("No export named nobody found.", plan.statusReason());
  }

  @Test
  void namesAndTypesThatDontFitAreRefused() {
    make();
    plan("longer", ChangeSetType.UPDATE, c -> c.templateBody(WITHOUT_POLICY));
    assertThrows(
        AlreadyExistsException.class,
        () -> plan("longer", ChangeSetType.UPDATE, c -> c.templateBody(WITHOUT_POLICY)));
    assertEquals(
        "Stack [plan] already exists and cannot be created again with the changeSet [other].",
        message(() -> plan("other", ChangeSetType.CREATE, c -> c.templateBody(PLAN))));
    assertEquals(
        "Stack [nothing] does not exist",
        message(
            () ->
                plan(
                    "other",
                    ChangeSetType.UPDATE,
                    c -> c.stackName("nothing").templateBody(PLAN))));
    assertEquals(
        "StackName must be specified if ChangeSetName is not specified as an ARN.",
        message(() -> stacks.describeChangeSet(d -> d.changeSetName("longer"))));
    assertEquals(
        "ChangeSet [none] does not exist",
        message(() -> stacks.describeChangeSet(d -> d.stackName("plan").changeSetName("none"))));
    stacks.deleteChangeSet(d -> d.stackName("plan").changeSetName("longer"));
    stacks.deleteChangeSet(d -> d.stackName("plan").changeSetName("longer"));
    assertEquals(List.of(), stacks.listChangeSets(l -> l.stackName("plan")).summaries());
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(AwsServiceException.class, call).awsErrorDetails().errorMessage();
  }

  @Test
  void aTemplateIsReadFromS3() {
    S3Client s3 = client(S3Client.class);
    s3.createBucket(
        b -> b.bucket("plans").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    s3.putObject(p -> p.bucket("plans").key("a b/plan.yaml"), RequestBody.fromString(PLAN));
    for (String url :
        List.of(
            "https://s3.eu-west-1.amazonaws.com/plans/a%20b/plan.yaml",
            "https://plans.s3.eu-west-1.amazonaws.com/a%20b/plan.yaml",
            "https://plans.s3.amazonaws.com/a%20b/plan.yaml",
            "https://s3-eu-west-1.amazonaws.com/plans/a%20b/plan.yaml")) {
      assertEquals(2, stacks.validateTemplate(v -> v.templateURL(url)).parameters().size(), url);
    }
    stacks.createStack(
        c ->
            c.stackName("plan")
                .templateURL("https://s3.eu-west-1.amazonaws.com/plans/a%20b/plan.yaml"));
    assertEquals(StackStatus.CREATE_COMPLETE, stack().stackStatus());
    assertEquals(PLAN, stacks.getTemplate(g -> g.stackName("plan")).templateBody());
  }

  @Test
  void aTemplateThatS3DoesNotGiveIsRefused() {
    assertTrue(
        message(
                () ->
                    stacks.validateTemplate(
                        v -> v.templateURL("https://plans.s3.amazonaws.com/plan.yaml")))
            .startsWith("S3 error: The specified bucket does not exist"));
    for (String url :
        List.of("https://example.com/plan.yaml", "plan.yaml", "https://s3.amazonaws.com/plan")) {
      assertEquals(
          "TemplateURL must be a supported URL.",
          message(() -> stacks.validateTemplate(v -> v.templateURL(url))),
          url);
    }
  }
}
