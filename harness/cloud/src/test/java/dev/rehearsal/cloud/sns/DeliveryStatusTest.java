package dev.rehearsal.cloud.sns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sqs.SqsClient;

class DeliveryStatusTest {

  private static final String GROUP = "sns/eu-west-1/000000000000/orders";

  @TempDir Path folder;
  private final List<String> writers = new CopyOnWriteArrayList<>();
  private Cloud cloud;
  private SnsClient sns;
  private SqsClient sqs;
  private CloudWatchLogsClient logs;
  private String role;
  private volatile boolean closed;

  @BeforeEach
  void start() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .filter(
                (call, next) -> {
                  if (call.operation().name().equals("PutLogEvents")) {
                    writers.add(call.caller().arn());
                  }
                  if (closed && call.operation().name().equals("SendMessage")) {
                    throw AwsError.of("AccessDenied", 403, "The queue's policy says no.");
                  }
                  return next.handle(call);
                })
            .build();
    Caller root = new Caller.Root("000000000000", null);
    sns = cloud.client(SnsClient.class, root, "eu-west-1");
    sqs = cloud.client(SqsClient.class, root, "eu-west-1");
    logs = cloud.client(CloudWatchLogsClient.class, root, "eu-west-1");
    role =
        cloud
            .client(IamClient.class, root, "us-east-1")
            .createRole(
                create ->
                    create
                        .roleName("sns-log")
                        .assumeRolePolicyDocument(
                            """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                             "Principal":{"Service":"sns.amazonaws.com"},"Action":"sts:AssumeRole"}]}
                            """))
            .role()
            .arn();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void deliveriesAreLoggedAsTheTopicSays() throws Exception {
    String topic =
        sns.createTopic(
                create ->
                    create
                        .name("orders")
                        .attributes(
                            Map.of(
                                "SQSSuccessFeedbackRoleArn", role,
                                "SQSSuccessFeedbackSampleRate", "100",
                                "SQSFailureFeedbackRoleArn", role)))
            .topicArn();
    sqs.createQueue(create -> create.queueName("q"));
    sns.subscribe(
        to -> to.topicArn(topic).protocol("sqs").endpoint("arn:aws:sqs:eu-west-1:000000000000:q"));
    String arrived = sns.publish(publish -> publish.topicArn(topic).message("m")).messageId();
    JsonNode success = only(GROUP);
    assertEquals(arrived, success.path("notification").path("messageId").asText());
    assertEquals(
        "6f8f57715090da2632453988d9a1501b",
        success.path("notification").path("messageMD5Sum").asText());
    assertEquals(topic, success.path("notification").path("topicArn").asText());
    assertTrue(
        success
            .path("notification")
            .path("timestamp")
            .asText()
            .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}"));
    assertEquals("SUCCESS", success.path("status").asText());
    assertEquals(200, success.path("delivery").path("statusCode").asInt());
    assertTrue(success.path("delivery").path("providerResponse").asText().contains("sqsMessageId"));
    closed = true;
    String lost = sns.publish(publish -> publish.topicArn(topic).message("m")).messageId();
    JsonNode failure = only(GROUP + "/Failure");
    assertEquals(lost, failure.path("notification").path("messageId").asText());
    assertEquals("FAILURE", failure.path("status").asText());
    assertEquals(403, failure.path("delivery").path("statusCode").asInt());
    assertEquals(1, failure.path("delivery").path("attempts").asInt());
    assertEquals(
        "arn:aws:sts::000000000000:assumed-role/sns-log/sns-delivery-status", writers.get(0));
    assertEquals(arrived, only(GROUP).path("notification").path("messageId").asText());
  }

  @Test
  void httpEndpointsAreLoggedToo() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (HttpServer endpoint =
        HttpServer.start(
            "hook",
            "127.0.0.1",
            0,
            request -> {
              asked.add(new String(request.bytes(65_536), StandardCharsets.UTF_8));
              return HttpResponse.empty(400);
            })) {
      String topic =
          sns.createTopic(
                  create ->
                      create.name("orders").attributes(Map.of("HTTPFailureFeedbackRoleArn", role)))
              .topicArn();
      sns.subscribe(
          to -> to.topicArn(topic).protocol("http").endpoint(endpoint.address().toString()));
      String token =
          new ObjectMapper().readTree(asked.poll(5, TimeUnit.SECONDS)).path("Token").asText();
      sns.confirmSubscription(confirm -> confirm.topicArn(topic).token(token));
      sns.publish(publish -> publish.topicArn(topic).message("m"));
      JsonNode failure = only(GROUP + "/Failure");
      assertEquals(400, failure.path("delivery").path("statusCode").asInt());
      assertEquals(
          endpoint.address().toString(), failure.path("delivery").path("destination").asText());
    }
  }

  @Test
  void withoutARateNoSuccessIsLoggedAndRatesAreChecked() {
    String topic =
        sns.createTopic(
                create ->
                    create.name("orders").attributes(Map.of("SQSSuccessFeedbackRoleArn", role)))
            .topicArn();
    sqs.createQueue(create -> create.queueName("q"));
    sns.subscribe(
        to -> to.topicArn(topic).protocol("sqs").endpoint("arn:aws:sqs:eu-west-1:000000000000:q"));
    sns.publish(publish -> publish.topicArn(topic).message("m"));
    Awaitility.await()
        .until(
            () ->
                !sqs.receiveMessage(
                        take -> take.queueUrl(sqs.getQueueUrl(q -> q.queueName("q")).queueUrl()))
                    .messages()
                    .isEmpty());
    assertEquals(List.of(), writers);
    for (String wrong : List.of("101", "-1", "half")) {
      assertThrows(
          InvalidParameterException.class,
          () ->
              sns.setTopicAttributes(
                  set ->
                      set.topicArn(topic)
                          .attributeName("SQSSuccessFeedbackSampleRate")
                          .attributeValue(wrong)));
    }
    assertThrows(
        InvalidParameterException.class,
        () ->
            sns.setTopicAttributes(
                set ->
                    set.topicArn(topic)
                        .attributeName("SQSFailureFeedbackRoleArn")
                        .attributeValue("sns-log")));
  }

  private JsonNode only(String group) throws Exception {
    List<String> lines =
        Awaitility.await()
            .atMost(Duration.ofSeconds(5))
            .ignoreExceptionsMatching(each -> each instanceof ResourceNotFoundException)
            .until(
                () ->
                    logs.filterLogEvents(filter -> filter.logGroupName(group)).events().stream()
                        .map(event -> event.message())
                        .toList(),
                found -> !found.isEmpty());
    assertEquals(1, lines.size(), lines.toString());
    return new ObjectMapper().readTree(lines.get(0));
  }
}
