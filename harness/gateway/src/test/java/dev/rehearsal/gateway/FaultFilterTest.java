package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.NoAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a planned fault does to an AWS call, and what the ledger says of it. */
final class FaultFilterTest {

  private static final String ACCOUNT = "000000000000";
  private static final String REGION = "us-east-1";

  @TempDir private Path folder = Path.of("");
  private final List<Hop> hops = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
  private @Nullable Cloud cloud;
  private String url = "";

  @BeforeEach
  void start() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .filter(new Recorder(hops::add))
            .filter(new FaultFilter(point -> fault.getAndSet(null)))
            .build();
    url = sqs(new Caller.Root(ACCOUNT, null)).createQueue(make -> make.queueName("q")).queueUrl();
  }

  @AfterEach
  void stop() {
    java.util.Objects.requireNonNull(cloud).close();
  }

  private SqsClient sqs(Caller caller) {
    return java.util.Objects.requireNonNull(cloud).client(SqsClient.class, caller, REGION);
  }

  private void send(Fault.Kind kind) {
    hops.clear();
    fault.set(new Fault(kind, Duration.ofMillis(10), null, "t:1"));
    sqs(new Caller.Service(ACCOUNT, "sns.amazonaws.com", null))
        .sendMessage(send -> send.queueUrl(url).messageBody("hello"));
  }

  private String messages() {
    return String.valueOf(
        sqs(new Caller.Root(ACCOUNT, null))
            .getQueueAttributes(
                get ->
                    get.queueUrl(url)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, InternalServerError, 500",
    "THROTTLE, ThrottlingException, 400",
    "DENY, AccessDenied, 403"
  })
  void aRefusedCallDidNothing(Fault.Kind kind, String code, int status) {
    AwsServiceException refused = assertThrows(AwsServiceException.class, () -> send(kind));
    assertEquals(code, refused.awsErrorDetails().errorCode());
    assertEquals(status, refused.statusCode());
    assertEquals(code, hops.get(0).error());
    assertEquals(kind.text() + " by t:1", hops.get(0).facts().get("fault"));
    assertEquals("0", messages());
  }

  @ParameterizedTest
  @CsvSource({"RESET, 0", "KILL_FUNCTION, 0", "DROP, 1", "TIMEOUT, 1"})
  void anUnansweredCallIsDoneOrNot(Fault.Kind kind, String messages) {
    assertThrows(NoAnswer.class, () -> send(kind));
    assertEquals("NoAnswer", hops.get(0).error());
    assertEquals(0, hops.get(0).status());
    assertEquals(messages, messages());
  }

  @ParameterizedTest
  @CsvSource({"DUPLICATE, 2", "LATENCY, 1", "REORDER, 1", "RESTART_DATABASE, 1"})
  void anAnsweredCallIsDoneOnceOrTwice(Fault.Kind kind, String messages) {
    send(kind);
    assertEquals(200, hops.get(0).status());
    assertEquals(messages, messages());
  }

  @Test
  void aDenialReadsAsIamsOwn() {
    AwsServiceException refused =
        assertThrows(AwsServiceException.class, () -> send(Fault.Kind.DENY));
    assertTrue(
        refused
            .awsErrorDetails()
            .errorMessage()
            .endsWith("with an explicit deny in an identity-based policy"),
        refused.getMessage());
    assertEquals("denied by t:1 of the fault plan", hops.get(0).facts().get("decision"));
  }

  @Test
  void peoplesOwnCallsPass() {
    fault.set(new Fault(Fault.Kind.ERROR, null, null, "t:1"));
    assertEquals("0", messages());
  }
}
