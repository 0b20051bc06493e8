package dev.rehearsal.cloud.sns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.inbox.MailInbox;
import dev.rehearsal.cloud.inbox.Message;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SnsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private final List<AwsCall> calls = new CopyOnWriteArrayList<>();
  private volatile String refusedQueue = "";
  private Cloud cloud;
  private MailInbox inbox;
  private SnsClient sns;
  private SqsClient sqs;

  @BeforeEach
  void start() {
    inbox = MailInbox.start(hops::add);
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .inbox(inbox)
            .hops(hops::add)
            .filter(
                (call, next) -> {
                  calls.add(call);
                  if (!refusedQueue.isEmpty()
                      && call.request().toString().contains(refusedQueue)
                      && call.operation().name().equals("SendMessage")) {
                    throw AwsError.of("AccessDenied", 403, "The queue's policy says no.");
                  }
                  return next.handle(call);
                })
            .build();
    inbox.announce(cloud.endpoints());
    Caller root = new Caller.Root("000000000000", null);
    sns = cloud.client(SnsClient.class, root, "eu-west-1");
    sqs = cloud.client(SqsClient.class, root, "eu-west-1");
  }

  @AfterEach
  void stop() {
    cloud.close();
    inbox.close();
  }

  private String topic(String name) {
    return sns.createTopic(t -> t.name(name)).topicArn();
  }

  private String queue(String name) {
    return sqs.createQueue(
            q ->
                q.queueName(name)
                    .attributes(
                        name.endsWith(".fifo")
                            ? Map.of(QueueAttributeName.FIFO_QUEUE, "true")
                            : Map.of()))
        .queueUrl();
  }

  private static String queueArn(String name) {
    return "arn:aws:sqs:eu-west-1:000000000000:" + name;
  }

  private static String attribute(
      software.amazon.awssdk.services.sqs.model.Message message, String name) {
    return Objects.requireNonNull(message.messageAttributes().get(name), name).stringValue();
  }

  private List<software.amazon.awssdk.services.sqs.model.Message> receive(String url) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .waitTimeSeconds(3)
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  @Test
  void aMessageReachesItsQueueInAnEnvelopeWithItsTrace() throws Exception {
    String topic = topic("orders");
    String url = queue("orders");
    sns.subscribe(s -> s.topicArn(topic).protocol("sqs").endpoint(queueArn("orders")));
    String id;
    try (Trace.Scope scope = new Trace("1-journey-7", null).open()) {
      id =
          sns.publish(
                  p ->
                      p.topicArn(topic)
                          .subject("Order")
                          .message("{\"order\":1}")
                          .messageAttributes(Map.of("kind", text("confirmed"))))
              .messageId();
    }
    var message = receive(url).get(0);
    JsonNode envelope = JSON.readTree(message.body());
    assertEquals("Notification", envelope.path("Type").asText());
    assertEquals(id, envelope.path("MessageId").asText());
    assertEquals("{\"order\":1}", envelope.path("Message").asText());
    assertEquals("Order", envelope.path("Subject").asText());
    assertEquals("confirmed", envelope.at("/MessageAttributes/kind/Value").asText());
    assertTrue(envelope.path("UnsubscribeURL").asText().contains("Action=Unsubscribe"));
    assertFalse(envelope.path("Signature").asText().isEmpty());
    assertTrue(
        message
            .attributes()
            .getOrDefault(MessageSystemAttributeName.AWS_TRACE_HEADER, "none")
            .startsWith("Root=1-journey-7"));
    Caller deliverer =
        calls.stream()
            .filter(call -> call.operation().name().equals("SendMessage"))
            .findFirst()
            .orElseThrow()
            .caller();
    assertEquals(new Caller.Service("000000000000", "sns.amazonaws.com", topic), deliverer);
  }

  @Test
  void rawDeliveryHandsOverBodyAndAttributes() {
    String topic = topic("orders");
    String url = queue("orders");
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn("orders"))
                .attributes(Map.of("RawMessageDelivery", "true")));
    sns.publish(
        p -> p.topicArn(topic).message("plain").messageAttributes(Map.of("kind", text("x"))));
    var message = receive(url).get(0);
    assertEquals("plain", message.body());
    assertEquals("x", attribute(message, "kind"));
  }

  @Test
  void aRefusedDeliveryGoesToTheSubscriptionsDeadLetterQueue() {
    String topic = topic("orders");
    queue("orders");
    String dead = queue("dead");
    refusedQueue = "/orders";
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn("orders"))
                .attributes(
                    Map.of(
                        "RedrivePolicy",
                        "{\"deadLetterTargetArn\":\"" + queueArn("dead") + "\"}")));
    sns.publish(p -> p.topicArn(topic).message("lost?"));
    var buried = receive(dead).get(0);
    assertTrue(buried.body().contains("lost?"));
    assertEquals("AccessDenied", attribute(buried, "ErrorCode"));
  }

  @Test
  void aFilterPolicyLetsOnlyItsMessagesThrough() {
    String topic = topic("orders");
    String url = queue("orders");
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn("orders"))
                .attributes(Map.of("FilterPolicy", "{\"kind\":[\"confirmed\"]}")));
    sns.publish(
        p -> p.topicArn(topic).message("no").messageAttributes(Map.of("kind", text("other"))));
    sns.publish(
        p -> p.topicArn(topic).message("yes").messageAttributes(Map.of("kind", text("confirmed"))));
    var messages = receive(url);
    assertEquals(1, messages.size());
    assertTrue(messages.get(0).body().contains("yes"));
  }

  @Test
  void aFifoTopicKeepsItsOrder() {
    String topic =
        sns.createTopic(
                t ->
                    t.name("orders.fifo")
                        .attributes(
                            Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true")))
            .topicArn();
    String url = queue("orders.fifo");
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn("orders.fifo"))
                .attributes(Map.of("RawMessageDelivery", "true")));
    for (int i = 0; i < 8; i++) {
      String body = "m" + i;
      sns.publish(p -> p.topicArn(topic).message(body).messageGroupId("g"));
    }
    await()
        .until(
            () ->
                "8"
                    .equals(
                        sqs.getQueueAttributes(
                                q -> q.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                            .attributes()
                            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
    assertEquals(
        List.of("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"),
        receive(url).stream()
            .map(software.amazon.awssdk.services.sqs.model.Message::body)
            .toList());
  }

  @Test
  void aMailboxConfirmsThroughTheLinkItIsSent() {
    String topic = topic("alarms");
    sns.subscribe(s -> s.topicArn(topic).protocol("email").endpoint("ops@shop.example"));
    assertEquals(
        "PendingConfirmation",
        sns.listSubscriptionsByTopic(l -> l.topicArn(topic))
            .subscriptions()
            .get(0)
            .subscriptionArn());
    await().until(() -> inbox.messages("ops@shop.example").size() == 1);
    Matcher token =
        Pattern.compile("Token=(\\S+)").matcher(inbox.messages("ops@shop.example").get(0).text());
    assertTrue(token.find());
    sns.confirmSubscription(
        c -> c.topicArn(topic).token(URLDecoder.decode(token.group(1), StandardCharsets.UTF_8)));
    sns.publish(p -> p.topicArn(topic).subject("ALARM").message("Too many errors"));
    await().until(() -> inbox.messages("ops@shop.example").size() == 2);
    assertEquals("ALARM", inbox.messages("ops@shop.example").get(1).subject());
  }

  @Test
  void aTextMessageArrivesAndLeavesAHop() {
    try (Trace.Scope scope = new Trace("1-journey-8", null).open()) {
      sns.publish(p -> p.phoneNumber("+4915112345678").message("Confirmed"));
    }
    Message message = inbox.messages("+4915112345678").get(0);
    assertEquals("Confirmed", message.text());
    Hop hop = hops.stream().filter(each -> each.kind() == Hop.Kind.SMS).findFirst().orElseThrow();
    assertEquals("1-journey-8", hop.trace().root());
  }

  @Test
  void anHttpEndpointIsAskedAndThenNotified() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      String topic = topic("orders");
      String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
      sns.subscribe(s -> s.topicArn(topic).protocol("http").endpoint(endpoint));
      await().until(() -> bodies.size() == 1);
      JsonNode asked = JSON.readTree(bodies.get(0));
      assertEquals("SubscriptionConfirmation", asked.path("Type").asText());
      sns.confirmSubscription(c -> c.topicArn(topic).token(asked.path("Token").asText()));
      sns.publish(p -> p.topicArn(topic).message("hello"));
      await().until(() -> bodies.size() == 2);
      assertEquals("hello", JSON.readTree(bodies.get(1)).path("Message").asText());
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> hops.stream().filter(hop -> hop.kind() == Hop.Kind.HTTP).count() == 2);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusalsAreWordedAsAwsWordsThem() {
    assertEquals(
        "Topic does not exist",
        assertThrows(
                NotFoundException.class,
                () ->
                    sns.publish(
                        p -> p.topicArn("arn:aws:sns:eu-west-1:000000000000:none").message("x")))
            .awsErrorDetails()
            .errorMessage());
    assertThrows(
        InvalidParameterException.class,
        () -> sns.publish(p -> p.topicArn(topic("orders")).message("")));
    for (String nowhere : List.of("http://", "http://bad host/", "http:///path", "http://:80/")) {
      assertEquals(
          "Invalid parameter: Endpoint must match the specified protocol",
          assertThrows(
                  InvalidParameterException.class,
                  () ->
                      sns.subscribe(
                          s -> s.topicArn(topic("orders")).protocol("http").endpoint(nowhere)),
                  nowhere)
              .awsErrorDetails()
              .errorMessage());
    }
  }

  @Test
  void aNumberMustBeOne() {
    String topic = topic("orders");
    queue("orders");
    sns.subscribe(
        s ->
            s.topicArn(topic)
                .protocol("sqs")
                .endpoint(queueArn("orders"))
                .attributes(Map.of("FilterPolicy", "{\"n\":[{\"numeric\":[\">\",1]}]}")));
    for (String none : List.of("NaN", "Infinity", "1d", "0x1p3", " 1", "1e9999999999")) {
      assertThrows(InvalidParameterException.class, () -> sns.publish(number(topic, none)), none);
    }
    for (String one : List.of("2", "-1.5", "1e3", "+7", "1e999999999")) {
      sns.publish(number(topic, one));
    }
  }

  private static PublishRequest number(String topic, String value) {
    return PublishRequest.builder()
        .topicArn(topic)
        .message("x")
        .messageAttributes(
            Map.of(
                "n", MessageAttributeValue.builder().dataType("Number").stringValue(value).build()))
        .build();
  }

  @Test
  void aBatchFailsInPart() {
    String topic = topic("orders");
    var answer =
        sns.publishBatch(
            b ->
                b.topicArn(topic)
                    .publishBatchRequestEntries(
                        e -> e.id("good").message("x"), e -> e.id("bad").message("")));
    assertEquals("good", answer.successful().get(0).id());
    assertEquals("bad", answer.failed().get(0).id());
  }
}
