package dev.rehearsal.cloud.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class EventSourceMappingTest {

  private static final Caller ROOT = new Caller.Root("000000000000", null);
  private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:work";
  private static final String HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=publish";

  @TempDir Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private Cloud cloud;
  private LambdaClient lambda;
  private SqsClient sqs;
  private String url;

  @BeforeEach
  void start() throws IOException {
    cloud =
        Cloud.with(
                CloudSettings.standalone(folder, Path.of("target", "test-cache").toAbsolutePath()))
            .hops(hops::add)
            .build();
    lambda = cloud.client(LambdaClient.class, ROOT, "us-east-1");
    sqs = cloud.client(SqsClient.class, ROOT, "us-east-1");
    url = sqs.createQueue(create -> create.queueName("work")).queueUrl();
    Roles.create(cloud, "worker");
    SdkBytes zip = Packages.of(BatchHandler.class);
    lambda.createFunction(
        create ->
            create
                .functionName("batch")
                .runtime("java17")
                .handler(BatchHandler.class.getName())
                .role("arn:aws:iam::000000000000:role/worker")
                .timeout(5)
                .code(code -> code.zipFile(zip)));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void send(String body) {
    sqs.sendMessage(
        send ->
            send.queueUrl(url)
                .messageBody(body)
                .messageSystemAttributesWithStrings(
                    java.util.Map.of(
                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER.toString(),
                        MessageSystemAttributeValue.builder()
                            .dataType("String")
                            .stringValue(HEADER)
                            .build())));
  }

  private int inQueue(QueueAttributeName what) {
    return Integer.parseInt(
        sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(what))
            .attributes()
            .get(what));
  }

  @Test
  void deletesTheGoodOnesAndLeavesTheFailed() throws IOException {
    send("fine");
    send("poison");
    send("good");
    lambda.createEventSourceMapping(
        create ->
            create
                .eventSourceArn(ARN)
                .functionName("batch")
                .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertEquals(0, inQueue(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
              assertEquals(
                  1, inQueue(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
            });
    Hop hop =
        hops.stream().filter(each -> each.kind() == Hop.Kind.INVOKE).findFirst().orElseThrow();
    assertEquals(new Trace("1-5759e988-bd862e3fe1be46a994272793", "publish"), hop.trace());
    var record = new ObjectMapper().readTree(hop.request()).get("Records").get(0);
    assertEquals("aws:sqs", record.get("eventSource").textValue());
    assertEquals(ARN, record.get("eventSourceARN").textValue());
    assertEquals(HEADER, record.get("attributes").get("AWSTraceHeader").textValue());
  }

  @Test
  void deletesWhatItsFilterRefuses() {
    send("{\"type\":\"ORDER_CONFIRMED\"}");
    send("{\"type\":\"OTHER\"}");
    lambda.createEventSourceMapping(
        create ->
            create
                .eventSourceArn(ARN)
                .functionName("batch")
                .filterCriteria(
                    criteria ->
                        criteria.filters(
                            filter ->
                                filter.pattern("{\"body\":{\"type\":[{\"prefix\":\"ORDER\"}]}}"))));
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertEquals(1, hops.size());
              assertEquals(
                  0, inQueue(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
            });
    assertEquals("1", hops.get(0).facts().get("batchSize"));
    assertTrue(String.valueOf(hops.get(0).request()).contains("ORDER_CONFIRMED"));
  }

  @Test
  void triesAThrottledBatchAgainBeforeItsMessagesAreVisible() {
    sqs.setQueueAttributes(
        set ->
            set.queueUrl(url)
                .attributes(java.util.Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "600")));
    lambda.putFunctionConcurrency(put -> put.functionName("batch").reservedConcurrentExecutions(0));
    lambda.createEventSourceMapping(create -> create.eventSourceArn(ARN).functionName("batch"));
    send("patient");
    Awaitility.await().untilAsserted(() -> assertEquals(429, hops.get(0).status()));
    lambda.deleteFunctionConcurrency(delete -> delete.functionName("batch"));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertEquals(
                    0, inQueue(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
    assertEquals(200, hops.get(hops.size() - 1).status());
  }

  @Test
  void aDisabledMappingLeavesTheQueueAlone() {
    String uuid =
        lambda
            .createEventSourceMapping(
                create -> create.eventSourceArn(ARN).functionName("batch").enabled(false))
            .uuid();
    send("waits");
    assertEquals(1, inQueue(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(true));
    Awaitility.await().untilAsserted(() -> assertEquals(1, hops.size()));
    assertEquals("Enabled", lambda.getEventSourceMapping(get -> get.uuid(uuid)).state());
  }

  @Test
  void refusesWhatAwsRefuses() {
    lambda.createEventSourceMapping(
        create -> create.eventSourceArn(ARN).functionName("batch").enabled(false));
    assertThrows(
        ResourceConflictException.class,
        () ->
            lambda.createEventSourceMapping(
                create -> create.eventSourceArn(ARN).functionName("batch")));
    sqs.createQueue(
        create ->
            create
                .queueName("hasty")
                .attributes(java.util.Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")));
    InvalidParameterValueException refused =
        assertThrows(
            InvalidParameterValueException.class,
            () ->
                lambda.createEventSourceMapping(
                    create ->
                        create.eventSourceArn(ARN.replace("work", "hasty")).functionName("batch")));
    assertTrue(
        refused.awsErrorDetails().errorMessage().contains("less than Function timeout"),
        refused.awsErrorDetails().errorMessage());
  }
}
