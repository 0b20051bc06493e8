package dev.rehearsal.cloud.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

class SqsTest {

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Cloud cloud;
  private SqsClient sqs;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).clock(clock).build();
    sqs = cloud.client(SqsClient.class, new Caller.Root("000000000000", null), "eu-west-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private String queue(String name, Map<String, String> attributes) {
    return sqs.createQueue(q -> q.queueName(name).attributesWithStrings(attributes)).queueUrl();
  }

  private List<Message> receive(String url) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private String attribute(String url, QueueAttributeName name) {
    return Objects.requireNonNull(
        sqs.getQueueAttributes(q -> q.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes()
            .get(name),
        name.toString());
  }

  private static AwsServiceException refused(Runnable call) {
    return assertThrows(AwsServiceException.class, call::run);
  }

  @Nested
  class AQueue {

    @Test
    void isAnsweredWithTheMd5sOfBodyAndAttributes() {
      String url = queue("orders", Map.of());
      Map<String, MessageAttributeValue> attributes =
          Map.of(
              "test_attribute_name_1",
              MessageAttributeValue.builder()
                  .dataType("String")
                  .stringValue("test_attribute_value_1")
                  .build(),
              "test_attribute_name_2",
              MessageAttributeValue.builder()
                  .dataType("Binary")
                  .binaryValue(SdkBytes.fromUtf8String("test_attribute_value_2"))
                  .build());
      SendMessageResponse sent =
          sqs.sendMessage(
              m ->
                  m.queueUrl(url)
                      .messageBody("This is a test message")
                      .messageAttributes(attributes));
      assertEquals("fafb00f5732ab283681e124bf8747ed1", sent.md5OfMessageBody());
      assertEquals(Digests.md5(attributes), sent.md5OfMessageAttributes());
      assertEquals(sent.md5OfMessageAttributes(), receive(url).get(0).md5OfMessageAttributes());
    }

    @Test
    void isTheSameWhenMadeTwiceAndRefusesOtherAttributes() {
      String url = queue("orders", Map.of("DelaySeconds", "0"));
      assertEquals(url, queue("orders", Map.of()));
      assertEquals(
          "QueueAlreadyExists",
          refused(() -> queue("orders", Map.of("DelaySeconds", "5")))
              .awsErrorDetails()
              .errorCode());
    }

    @Test
    void thatDoesNotExistIsNamedAsAwsNamesIt() {
      AwsServiceException failure =
          assertThrows(
              QueueDoesNotExistException.class, () -> sqs.getQueueUrl(q -> q.queueName("none")));
      assertEquals(
          "AWS.SimpleQueueService.NonExistentQueue", failure.awsErrorDetails().errorCode());
      assertEquals(400, failure.statusCode());
    }

    @Test
    void isPurgedOnceAMinute() {
      String url = queue("orders", Map.of());
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("one"));
      sqs.purgeQueue(p -> p.queueUrl(url));
      assertTrue(receive(url).isEmpty());
      assertEquals(
          "AWS.SimpleQueueService.PurgeQueueInProgress",
          refused(() -> sqs.purgeQueue(p -> p.queueUrl(url))).awsErrorDetails().errorCode());
      clock.move(Duration.ofSeconds(61));
      sqs.purgeQueue(p -> p.queueUrl(url));
    }

    @Test
    void pagesItsList() {
      for (int i = 0; i < 5; i++) {
        queue("q" + i, Map.of());
      }
      var first = sqs.listQueues(l -> l.queueNamePrefix("q").maxResults(3));
      assertEquals(3, first.queueUrls().size());
      var second =
          sqs.listQueues(l -> l.queueNamePrefix("q").maxResults(3).nextToken(first.nextToken()));
      assertEquals(2, second.queueUrls().size());
    }

    @Test
    void dropsWhatIsOlderThanItsRetention() {
      String url = queue("orders", Map.of("MessageRetentionPeriod", "60"));
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("one"));
      clock.move(Duration.ofSeconds(61));
      assertTrue(receive(url).isEmpty());
    }
  }

  @Nested
  class AMessage {

    @Test
    void isHiddenUntilItsVisibilityTimeoutEnds() {
      String url = queue("orders", Map.of("VisibilityTimeout", "30"));
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("one"));
      Message first = receive(url).get(0);
      assertEquals(
          "1", first.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
      assertTrue(receive(url).isEmpty());
      assertEquals(
          "1", attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
      clock.move(Duration.ofSeconds(31));
      Message second = receive(url).get(0);
      assertEquals(
          "2", second.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
      assertNotEquals(first.receiptHandle(), second.receiptHandle());
      sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(second.receiptHandle()));
      clock.move(Duration.ofSeconds(31));
      assertTrue(receive(url).isEmpty());
    }

    @Test
    void comesBackAtOnceWhenItsTimeoutBecomesZero() {
      String url = queue("orders", Map.of());
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("one"));
      Message message = receive(url).get(0);
      sqs.changeMessageVisibility(
          c -> c.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
      assertEquals(1, receive(url).size());
    }

    @Test
    void waitsOutItsDelay() {
      String url = queue("orders", Map.of());
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("later").delaySeconds(10));
      assertTrue(receive(url).isEmpty());
      assertEquals("1", attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
      clock.move(Duration.ofSeconds(10));
      assertEquals(1, receive(url).size());
    }

    @Test
    void goesToTheDeadLetterQueueAfterTooManyReceives() {
      String dead = queue("dead", Map.of());
      String deadArn = attribute(dead, QueueAttributeName.QUEUE_ARN);
      String url =
          queue(
              "orders",
              Map.of(
                  "VisibilityTimeout",
                  "0",
                  "RedrivePolicy",
                  "{\"deadLetterTargetArn\":\"" + deadArn + "\",\"maxReceiveCount\":\"2\"}"));
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("poison"));
      assertEquals(1, receive(url).size());
      assertEquals(1, receive(url).size());
      assertTrue(receive(url).isEmpty());
      Message buried = receive(dead).get(0);
      assertEquals("poison", buried.body());
      assertEquals(
          attribute(url, QueueAttributeName.QUEUE_ARN),
          buried.attributes().get(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN));
      assertEquals(List.of(url), sqs.listDeadLetterSourceQueues(l -> l.queueUrl(dead)).queueUrls());

      clock.move(Duration.ofSeconds(31));
      sqs.startMessageMoveTask(s -> s.sourceArn(deadArn));
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  sqs.listMessageMoveTasks(l -> l.sourceArn(deadArn))
                      .results()
                      .get(0)
                      .status()
                      .equals("COMPLETED"));
      assertEquals("poison", receive(url).get(0).body());
    }

    @Test
    void isRefusedWhereItsHandleIsNoHandle() {
      String url = queue("orders", Map.of());
      assertEquals(
          "ReceiptHandleIsInvalid",
          refused(() -> sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle("nonsense")))
              .awsErrorDetails()
              .errorCode());
    }
  }

  @Nested
  class AWaitingReceiver {

    @Test
    void isWokenByTheMessage() throws Exception {
      String url = queue("orders", Map.of());
      CompletableFuture<List<Message>> received =
          CompletableFuture.supplyAsync(
              () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("one"));
      assertEquals(1, received.get(5, TimeUnit.SECONDS).size());
    }

    @Test
    void noticesThatTheClockMoved() throws Exception {
      String url = queue("orders", Map.of());
      sqs.sendMessage(m -> m.queueUrl(url).messageBody("later").delaySeconds(900));
      CompletableFuture<List<Message>> received =
          CompletableFuture.supplyAsync(
              () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
      clock.move(Duration.ofSeconds(900));
      assertEquals(1, received.get(5, TimeUnit.SECONDS).size());
    }

    @Test
    void isToldThatItsQueueIsGone() {
      String url = queue("orders", Map.of());
      CompletableFuture<?> received =
          CompletableFuture.supplyAsync(
              () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)));
      sqs.deleteQueue(d -> d.queueUrl(url));
      Exception failure = assertThrows(Exception.class, () -> received.get(5, TimeUnit.SECONDS));
      assertTrue(failure.getCause() instanceof QueueDoesNotExistException, failure::toString);
    }
  }

  @Nested
  class AFifoQueue {

    private String fifo() {
      return queue("orders.fifo", Map.of("FifoQueue", "true", "ContentBasedDeduplication", "true"));
    }

    @Test
    void keepsTheOrderOfAGroupWhileOneOfItIsInFlight() {
      String url = fifo();
      for (String body : List.of("a1", "a2", "b1")) {
        sqs.sendMessage(
            m -> m.queueUrl(url).messageBody(body).messageGroupId(body.substring(0, 1)));
      }
      Message a1 = sqs.receiveMessage(r -> r.queueUrl(url)).messages().get(0);
      assertEquals("a1", a1.body());
      assertEquals(List.of("b1"), receive(url).stream().map(Message::body).toList());
      assertTrue(receive(url).isEmpty());
      sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(a1.receiptHandle()));
      assertEquals(List.of("a2"), receive(url).stream().map(Message::body).toList());
    }

    @Test
    void takesTheSameContentOnceInFiveMinutes() {
      String url = fifo();
      SendMessageResponse first =
          sqs.sendMessage(m -> m.queueUrl(url).messageBody("same").messageGroupId("g"));
      SendMessageResponse again =
          sqs.sendMessage(m -> m.queueUrl(url).messageBody("same").messageGroupId("g"));
      assertEquals(first.messageId(), again.messageId());
      assertEquals(first.sequenceNumber(), again.sequenceNumber());
      clock.move(Duration.ofMinutes(5));
      assertNotEquals(
          first.messageId(),
          sqs.sendMessage(m -> m.queueUrl(url).messageBody("same").messageGroupId("g"))
              .messageId());
    }

    @Test
    void wantsAGroup() {
      assertEquals(
          "MissingParameter",
          refused(() -> sqs.sendMessage(m -> m.queueUrl(fifo()).messageBody("x")))
              .awsErrorDetails()
              .errorCode());
    }
  }

  @Test
  void aBatchFailsInPart() {
    String url = queue("orders", Map.of());
    SendMessageBatchResponse answer =
        sqs.sendMessageBatch(
            b ->
                b.queueUrl(url)
                    .entries(
                        e -> e.id("good").messageBody("x"),
                        e -> e.id("bad").messageBody("x").delaySeconds(901)));
    assertEquals("good", answer.successful().get(0).id());
    assertEquals("bad", answer.failed().get(0).id());
    assertEquals("InvalidParameterValue", answer.failed().get(0).code());
    assertTrue(answer.failed().get(0).senderFault());
  }

  @Test
  void aBatchWithTheSameIdTwiceIsRefused() {
    String url = queue("orders", Map.of());
    assertEquals(
        "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        refused(
                () ->
                    sqs.sendMessageBatch(
                        b ->
                            b.queueUrl(url)
                                .entries(
                                    e -> e.id("a").messageBody("x"),
                                    e -> e.id("a").messageBody("y"))))
            .awsErrorDetails()
            .errorCode());
  }
}
