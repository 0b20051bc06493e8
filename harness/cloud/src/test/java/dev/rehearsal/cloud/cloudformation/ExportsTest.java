package dev.rehearsal.cloud.cloudformation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What stacks export to each other. */
class ExportsTest {

  private static final String EXPORTING =
      """
      Parameters: { Name: { Type: String, Default: events } }
      Resources:
        Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref Name } }
      Outputs:
        Arn:
          Value: !Ref Topic
          Export: { Name: !Sub "${AWS::StackName}-topic" }
      """;

  private static final String IMPORTING =
      """
      Parameters: { From: { Type: String } }
      Resources:
        Queue:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: of-events
            Tags:
              - Key: topic
                Value: !ImportValue { "Fn::Sub": "${From}-topic" }
      """;

  @TempDir Path folder;
  private Cloud cloud;
  private CloudFormationClient stacks;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    stacks = client(CloudFormationClient.class);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private <C extends software.amazon.awssdk.core.SdkClient> C client(Class<C> type) {
    return cloud.client(type, new Caller.Root("000000000000", null), "eu-west-1");
  }

  private Stack create(String name, String body) {
    stacks.createStack(c -> c.stackName(name).templateBody(body));
    return stack(name);
  }

  private Stack importing(String name, String from) {
    stacks.createStack(
        c ->
            c.stackName(name)
                .templateBody(IMPORTING)
                .parameters(p -> p.parameterKey("From").parameterValue(from)));
    return stack(name);
  }

  private Stack stack(String name) {
    return stacks.describeStacks(d -> d.stackName(name)).stacks().get(0);
  }

  private static String message(AwsServiceException refused) {
    assertEquals("ValidationError", refused.awsErrorDetails().errorCode());
    return refused.awsErrorDetails().errorMessage();
  }

  /** The reasons that the stack's own events give, the latest first. */
  private List<String> reasons(String stack) {
    return stacks.describeStackEvents(d -> d.stackName(stack)).stackEvents().stream()
        .filter(event -> event.resourceType().equals("AWS::CloudFormation::Stack"))
        .filter(event -> event.resourceStatusReason() != null)
        .map(event -> event.resourceStatusAsString() + ": " + event.resourceStatusReason())
        .toList();
  }

  @Test
  void oneStackStandsOnWhatAnotherExports() {
    Stack exporting = create("events", EXPORTING);
    assertEquals("events-topic", exporting.outputs().get(0).exportName());
    Export export = stacks.listExports(l -> {}).exports().get(0);
    assertEquals("events-topic", export.name());
    assertEquals("arn:aws:sns:eu-west-1:000000000000:events", export.value());
    assertEquals(exporting.stackId(), export.exportingStackId());

    assertEquals(StackStatus.CREATE_COMPLETE, importing("orders", "events").stackStatus());
    SqsClient sqs = client(SqsClient.class);
    String url = sqs.getQueueUrl(g -> g.queueName("of-events")).queueUrl();
    assertEquals(export.value(), sqs.listQueueTags(l -> l.queueUrl(url)).tags().get("topic"));
    assertEquals(
        List.of("orders"), stacks.listImports(l -> l.exportName("events-topic")).imports());
  }

  @Test
  void whatIsImportedCanBeNeitherDeletedNorChanged() {
    create("events", EXPORTING);
    importing("orders", "events");

    stacks.deleteStack(d -> d.stackName("events"));
    assertEquals(StackStatus.CREATE_COMPLETE, stack("events").stackStatus());
    assertEquals(
        "Delete canceled. Cannot delete export events-topic as it is in use by orders.",
        stack("events").stackStatusReason());

    stacks.updateStack(
        u ->
            u.stackName("events")
                .usePreviousTemplate(true)
                .parameters(p -> p.parameterKey("Name").parameterValue("others")));
    assertEquals(StackStatus.UPDATE_ROLLBACK_COMPLETE, stack("events").stackStatus());
    assertTrue(
        reasons("events")
            .contains(
                "UPDATE_ROLLBACK_IN_PROGRESS: Cannot update export events-topic as it is in use by"
                    + " orders."),
        reasons("events").toString());
    assertEquals(
        "arn:aws:sns:eu-west-1:000000000000:events",
        stacks.listExports(l -> {}).exports().get(0).value());

    stacks.updateStack(
        u ->
            u.stackName("events")
                .templateBody(
                    "Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: events } } }"));
    assertTrue(
        reasons("events")
            .contains(
                "UPDATE_ROLLBACK_IN_PROGRESS: Cannot delete export events-topic as it is in use by"
                    + " orders."),
        reasons("events").toString());

    stacks.deleteStack(d -> d.stackName("orders"));
    stacks.deleteStack(d -> d.stackName("events"));
    assertEquals(List.of(), stacks.listExports(l -> {}).exports());
  }

  @Test
  void whatNobodyExportsCantBeImported() {
    Stack failed = importing("orders", "nobody");
    assertEquals(StackStatus.ROLLBACK_COMPLETE, failed.stackStatus());
    assertTrue(
        reasons("orders").contains("ROLLBACK_IN_PROGRESS: No export named nobody-topic found."),
        reasons("orders").toString());
    assertEquals(List.of(), client(SqsClient.class).listQueues().queueUrls());
  }

  @Test
  void aNameIsExportedOnce() {
    String fixed = EXPORTING.replace("!Sub \"${AWS::StackName}-topic\"", "topic");
    create("events", fixed);
    Stack second = create("copies", fixed.replace("Default: events", "Default: copies"));
    assertEquals(StackStatus.ROLLBACK_COMPLETE, second.stackStatus());
    assertTrue(
        reasons("copies")
            .contains(
                "ROLLBACK_IN_PROGRESS: Export with name topic is already exported by stack events"),
        reasons("copies").toString());
    assertEquals(1, stacks.listExports(l -> {}).exports().size());
  }

  @Test
  void askingForImportsOfNobodyIsAnError() {
    create("events", EXPORTING);
    assertEquals(
        "Export 'events-topic' is not imported by any stack.",
        message(
            assertThrows(
                AwsServiceException.class,
                () -> stacks.listImports(l -> l.exportName("events-topic")))));
    assertThrows(AwsServiceException.class, () -> stacks.listImports(l -> l.exportName("nothing")));
  }

  @Test
  void aNameOfAnExportStandsBeforeAnythingIsMade() {
    String dependent = IMPORTING.replace("${From}", "${Queue}");
    assertEquals(
        "Template error: the attribute in Fn::ImportValue must not depend on any resources,"
            + " imported values, or Fn::GetAZs",
        message(assertThrows(AwsServiceException.class, () -> create("orders", dependent))));
    String nameless = EXPORTING.replace("Name: !Sub", "Named: !Sub");
    assertTrue(
        message(assertThrows(AwsServiceException.class, () -> create("events", nameless)))
            .contains("Output Arn is malformed"));
  }
}
