package dev.rehearsal.cloud.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.iam.Iam;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

class LambdaInvokeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROLE = "arn:aws:iam::000000000000:role/worker";

  @TempDir Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private Cloud cloud;
  private LambdaClient lambda;

  @BeforeEach
  void start() {
    start(Duration.ofMillis(300));
  }

  private void start(Duration queueWait) {
    CloudSettings settings =
        new CloudSettings(
            "000000000000",
            "us-east-1",
            1,
            folder.resolve("work"),
            Path.of("target", "test-cache").toAbsolutePath(),
            3,
            queueWait);
    cloud = Cloud.with(settings).hops(hops::add).build();
    lambda = cloud.client(LambdaClient.class, new Caller.Root("000000000000", null), "us-east-1");
    Roles.create(cloud, "worker");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void create(String name, Map<String, String> environment) throws IOException {
    SdkBytes zip = Packages.of(TestHandler.class);
    lambda.createFunction(
        create ->
            create
                .functionName(name)
                .runtime("java17")
                .handler(TestHandler.class.getName())
                .role(ROLE)
                .timeout(2)
                .memorySize(256)
                .environment(set -> set.variables(environment))
                .code(code -> code.zipFile(zip)));
  }

  private InvokeResponse invoke(String name, String event) {
    return lambda.invoke(
        invoke ->
            invoke.functionName(name).payload(SdkBytes.fromUtf8String(event)).logType("Tail"));
  }

  private static JsonNode json(InvokeResponse response) throws IOException {
    return JSON.readTree(response.payload().asByteArray());
  }

  private static String tail(InvokeResponse response) {
    return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
  }

  @Test
  void answersTwiceFromOneWarmProcess() throws IOException {
    create("greeter", Map.of("GREETING", "hello"));
    JsonNode first = json(invoke("greeter", "{\"a\":1}"));
    JsonNode second = json(invoke("greeter", "{\"a\":2}"));
    assertEquals("{\"a\":1}", first.get("event").toString());
    assertEquals("hello", first.get("greeting").textValue());
    assertTrue(first.get("key").textValue().startsWith("ASIA"));
    assertTrue(first.get("left").intValue() > 1000, first.toString());
    assertEquals(2, second.get("count").intValue());
    assertEquals(first.get("pid"), second.get("pid"));
    assertEquals("true", hops.get(0).facts().get("coldStart"));
    assertEquals("false", hops.get(1).facts().get("coldStart"));
  }

  @Test
  void startsInARoleThatIsThere() throws IOException {
    create("orphan", Map.of());
    cloud
        .peer(Iam.class, "000000000000", "us-east-1")
        .deleteRole(delete -> delete.roleName("worker"));
    AwsServiceException refused =
        assertThrows(AwsServiceException.class, () -> invoke("orphan", "{}"));
    assertEquals("AccessDeniedException", refused.awsErrorDetails().errorCode());
    assertEquals(
        "The role defined for the function cannot be assumed by Lambda.",
        refused.awsErrorDetails().errorMessage());
    assertEquals("AccessDeniedException", hops.get(0).error());
    Roles.create(cloud, "worker");
    assertEquals(1, json(invoke("orphan", "{}")).get("count").intValue());
  }

  @Test
  void handsTheTraceOnWithItsHopAsParent() throws IOException {
    create("traced", Map.of());
    JsonNode answer;
    try (Trace.Scope scope = new Trace("1-12345678-123456789012345678901234", "before").open()) {
      answer = json(invoke("traced", "{}"));
    }
    Hop hop = hops.get(0);
    assertEquals(Hop.Kind.INVOKE, hop.kind());
    assertEquals("lambda:traced", hop.to());
    assertEquals("before", hop.trace().parent());
    assertEquals(
        "Root=1-12345678-123456789012345678901234;Parent=" + hop.id() + ";Sampled=1",
        answer.get("trace").textValue());
    assertEquals(hop.facts().get("requestId"), answer.get("requestId").textValue());
  }

  @Test
  void describesWhatAHandlerThrew() throws IOException {
    create("thrower", Map.of());
    InvokeResponse response = invoke("thrower", "{\"do\":\"throw\"}");
    assertEquals(200, response.statusCode());
    assertEquals("Unhandled", response.functionError());
    assertEquals("as asked", json(response).get("errorMessage").textValue());
    assertEquals("java.lang.IllegalStateException", json(response).get("errorType").textValue());
    assertTrue(json(response).get("stackTrace").size() > 0);
    assertEquals("java.lang.IllegalStateException", hops.get(0).error());
  }

  @Test
  void killsAFunctionThatRunsOutOfTime() throws IOException {
    create("sleeper", Map.of());
    InvokeResponse response = invoke("sleeper", "{\"do\":\"sleep\"}");
    assertEquals("Unhandled", response.functionError());
    assertTrue(
        json(response)
            .get("errorMessage")
            .textValue()
            .endsWith("Task timed out after 2.00 seconds"));
    assertTrue(tail(response).contains("Task timed out after 2.00 seconds"), tail(response));
    JsonNode next = json(invoke("sleeper", "{}"));
    assertEquals(1, next.get("count").intValue());
  }

  @Test
  void tellsThatTheProcessDied() throws IOException {
    create("leaver", Map.of());
    InvokeResponse response = invoke("leaver", "{\"do\":\"exit\"}");
    assertEquals("Runtime.ExitError", json(response).get("errorType").textValue());
    assertTrue(json(response).get("errorMessage").textValue().endsWith("exit status 3"));
    assertTrue(tail(response).contains("leaving"), tail(response));
  }

  @Test
  void tellsThatMemoryRanOutAndServesTheNext() throws IOException {
    create("hoarder", Map.of());
    lambda.updateFunctionConfiguration(u -> u.functionName("hoarder").timeout(20));
    InvokeResponse response = invoke("hoarder", "{\"do\":\"hoard\"}");
    assertEquals("Unhandled", response.functionError());
    String error = response.payload().asUtf8String();
    assertTrue(error.contains("Runtime.ExitError"), error);
    assertTrue(tail(response).contains("OutOfMemoryError"), tail(response));
    assertEquals(null, invoke("hoarder", "{}").functionError());
  }

  @Test
  void handsOnWhateverAFunctionAnswers() throws IOException {
    create("babbler", Map.of());
    InvokeResponse response = invoke("babbler", "{\"do\":\"garbage\"}");
    assertEquals(null, response.functionError());
    assertArrayEquals(new byte[] {'<', '{', 0, (byte) 0xff}, response.payload().asByteArray());
  }

  @Test
  void aPackageThatIsNoZipIsRefusedAndChangesNothing() throws IOException {
    String unzipped =
        "Could not unzip uploaded file. Please check your file, then try to upload again.";
    create("steady", Map.of());
    for (byte[] noZip : List.of(new byte[0], "no zip".getBytes(UTF_8), half())) {
      AwsServiceException updated =
          assertThrows(
              AwsServiceException.class,
              () ->
                  lambda.updateFunctionCode(
                      u -> u.functionName("steady").zipFile(SdkBytes.fromByteArray(noZip))));
      assertEquals("InvalidParameterValueException", updated.awsErrorDetails().errorCode());
      assertEquals(unzipped, updated.awsErrorDetails().errorMessage());
      assertThrows(
          AwsServiceException.class,
          () ->
              lambda.createFunction(
                  c ->
                      c.functionName("broken")
                          .runtime("java17")
                          .handler("a.B")
                          .role(ROLE)
                          .code(code -> code.zipFile(SdkBytes.fromByteArray(noZip)))));
    }
    assertEquals(null, invoke("steady", "{}").functionError());
    assertEquals(1, lambda.listFunctions().functions().size());
  }

  private static byte[] half() throws IOException {
    byte[] whole = Packages.of(TestHandler.class).asByteArray();
    return Arrays.copyOf(whole, whole.length / 2);
  }

  @Test
  void tellsThatInitFailed() throws IOException {
    create("broken", Map.of("FAIL_INIT", "true"));
    InvokeResponse response = invoke("broken", "{}");
    assertEquals("Unhandled", response.functionError());
    assertEquals(
        "java.lang.ExceptionInInitializerError", json(response).get("errorType").textValue());
    assertEquals("java.lang.ExceptionInInitializerError", hops.get(0).error());
  }

  @Test
  void logsWhatItPrintsBetweenStartAndReport() throws IOException {
    create("printer", Map.of());
    String log = tail(invoke("printer", "{\"do\":\"print\"}"));
    List<String> lines = log.lines().toList();
    assertTrue(lines.get(0).startsWith("START RequestId: "), log);
    assertTrue(log.contains("line one\nline two\nline three\nEND RequestId: "), log);
    assertTrue(lines.get(lines.size() - 1).contains("Init Duration: "), log);
  }

  @Test
  void anUpdateRetiresWarmProcesses() throws IOException {
    create("changing", Map.of("GREETING", "old"));
    JsonNode before = json(invoke("changing", "{}"));
    lambda.updateFunctionConfiguration(
        update ->
            update
                .functionName("changing")
                .environment(set -> set.variables(Map.of("GREETING", "new"))));
    JsonNode after = json(invoke("changing", "{}"));
    assertEquals("new", after.get("greeting").textValue());
    assertNotEquals(before.get("pid"), after.get("pid"));
  }

  @Test
  void throttlesBeyondReservedConcurrency() throws IOException {
    create("narrow", Map.of());
    invoke("narrow", "{}");
    lambda.putFunctionConcurrency(
        put -> put.functionName("narrow").reservedConcurrentExecutions(1));
    CompletableFuture<InvokeResponse> busy =
        CompletableFuture.supplyAsync(() -> invoke("narrow", "{\"do\":\"sleep\"}"));
    Awaitility.await()
        .untilAsserted(
            () -> assertThrows(TooManyRequestsException.class, () -> invoke("narrow", "{}")));
    assertEquals("Unhandled", busy.join().functionError());
  }

  @Test
  void anIdleFunctionGivesWayWhenTheHostIsFull() throws IOException {
    for (String name : List.of("one", "two", "three", "four")) {
      create(name, Map.of());
      assertEquals(null, invoke(name, "{}").functionError());
    }
    Lambda embedded = cloud.peer(Lambda.class, "000000000000", "us-east-1");
    assertEquals(3, embedded.processes().size());
    JsonNode warm = json(invoke("four", "{}"));
    assertEquals(2, warm.get("count").intValue());
  }

  @Test
  void nobodyGivesWayWhileAFunctionsOwnProcessIsSoonFree() throws IOException {
    cloud.close();
    start(Duration.ofSeconds(20));
    for (String name : List.of("one", "two", "three")) {
      create(name, Map.of());
      assertEquals(null, invoke(name, "{}").functionError());
    }
    Lambda embedded = cloud.peer(Lambda.class, "000000000000", "us-east-1");
    Set<Long> before = Set.copyOf(embedded.processes());
    List<CompletableFuture<InvokeResponse>> some =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> invoke("one", "{\"do\":\"pause\"}")))
            .limit(3)
            .toList();
    for (CompletableFuture<InvokeResponse> each : some) {
      assertEquals(null, each.join().functionError());
    }
    assertEquals(before, Set.copyOf(embedded.processes()));
  }

  @Test
  void retriesAnAsynchronousEventTwice() throws IOException {
    create("retried", Map.of());
    cloud
        .peer(Lambda.class, "000000000000", "us-east-1")
        .retryAsynchronousAfter(Duration.ofMillis(10));
    InvokeResponse accepted =
        lambda.invoke(
            invoke ->
                invoke
                    .functionName("retried")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String("{\"do\":\"throw\"}")));
    assertEquals(202, accepted.statusCode());
    Awaitility.await().untilAsserted(() -> assertEquals(3, hops.size()));
    assertEquals(
        List.of("1", "2", "3"), hops.stream().map(hop -> hop.facts().get("attempt")).toList());
    assertEquals(1, hops.stream().map(hop -> hop.facts().get("requestId")).distinct().count());
  }

  @Test
  void aWarmedFunctionAnswersWithoutWaitingForAProcess() throws IOException {
    create("ready", Map.of());
    Lambda embedded = cloud.peer(Lambda.class, "000000000000", "us-east-1");
    CompletableFuture<Void> ready = embedded.warm("ready");
    assertEquals(1, embedded.processes().size());
    ready.join();
    assertFalse(json(invoke("ready", "{}")).isEmpty());
    assertEquals(1, embedded.processes().size());
  }
}
