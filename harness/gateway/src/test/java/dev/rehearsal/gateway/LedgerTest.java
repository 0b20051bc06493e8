package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

final class LedgerTest {

  private static final int CLIENTS = 64;
  private static final int CALLS = 10_000;

  @TempDir private Path folder = Path.of("");

  @Test
  void tenThousandCallsOfManyClientsAreAllThereAndMemoryStaysBounded() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    try (Ledger ledger = new Ledger(1_000, file);
        Cloud cloud =
            Cloud.with(CloudSettings.standalone(folder.resolve("work"), folder))
                .filter(new Recorder(ledger))
                .build()) {
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int first = i;
        SqsClient sqs =
            cloud.client(SqsClient.class, new Caller.Root("000000000000", null), "us-east-1");
        running.add(
            clients.submit(
                () -> {
                  start.await();
                  for (int call = first; call < CALLS; call += CLIENTS) {
                    String prefix = "call-" + call;
                    sqs.listQueues(list -> list.queueNamePrefix(prefix));
                  }
                  return first;
                }));
      }
      start.countDown();
      for (Future<?> each : running) {
        each.get();
      }
      clients.shutdown();
      assertEquals(CALLS, ledger.count());
      assertEquals(1_000, ledger.hops().size());
    }
    Set<String> calls = new HashSet<>();
    Set<String> ids = new HashSet<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(file)) {
      var hop = json.readTree(line);
      calls.add(json.readTree(hop.path("request").asText()).path("QueueNamePrefix").asText());
      ids.add(hop.path("id").asText());
    }
    assertEquals(CALLS, calls.size());
    assertEquals(CALLS, ids.size());
  }

  @Test
  void theFileHasWholeLinesUpToTheLastHopWhileItIsWritten() throws IOException {
    Path file = folder.resolve("open.jsonl");
    try (Ledger ledger = new Ledger(10, file)) {
      for (int i = 0; i < 3; i++) {
        ledger.accept(hop("h" + i, "x".repeat(5_000), Map.of(), "http://payments/"));
        List<String> lines = Files.readAllLines(file);
        assertEquals(i + 1, lines.size());
        assertEquals(
            "h" + i, new ObjectMapper().readTree(lines.get(i)).path("id").asText(), "last line");
      }
    }
  }

  @Test
  void hopsWithLongBodiesMakeTheOldestGoEarlier() {
    Ledger ledger = new Ledger(1_000_000);
    String body = "x".repeat(16_000);
    for (int i = 0; i < 20_000; i++) {
      ledger.accept(hop("h" + i, body, Map.of(), "http://payments/"));
    }
    assertEquals(20_000, ledger.count());
    long kept =
        ledger.hops().stream().mapToLong(hop -> 2L * String.valueOf(hop.request()).length()).sum();
    assertTrue(kept <= Ledger.MOST_CHARACTERS, kept + " characters");
    assertTrue(kept > Ledger.MOST_CHARACTERS / 2, kept + " characters");
    assertEquals("h19999", ledger.hops().get(ledger.hops().size() - 1).id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=hush0123&x=1",
        "GET /k?X-Amz-Security-Token=hush0123%2F&X-Amz-Date=20260101T000000Z",
        "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/s3/aws4_request, Signature=hush0123",
        "Authorization: Bearer hush0123hush",
        "{\"password\":\"hush0123\"}",
        "{\"VirtualMFADevice\":{\"Base32StringSeed\":\"hush0123\"}}",
        "{\"TokenCode\":\"hush0123\"}",
        "{\"nested\":{\"SecretAccessKey\":\"hush0123\"}}",
        "{\"body\":\"{\\\"clientSecret\\\":\\\"hush0123\\\"}\"}",
        "postgresql://shop:hush0123@127.0.0.1:5432/orders",
        "jdbc:postgresql://h/orders?user=shop&password=hush0123",
        "{\"headers\":{\"x-origin-secret\":\"hush0123\"},\"body\":\"cut",
        "{\"cookies\":[\"a=]\",\"b=hush0123\"],\"body\":\"cut",
        "{\"card\":{\"a\":{},\"b\":\"hush0123\"},\"body\":\"cut",
        "{\"password\":\"a\\\"hush0123\",}",
        "{\"password\" : \"hush0123",
        "{\"cvc\":hush0123,}",
        "{\"body\":\"{\\\"password\\\":\\\"a\\\\\\\"hush0123\\\",\\\"n\\\":1}\",\"x\":\"cut",
        "Event: {\"Password\": \"hush0123\"}"
      })
  void secretsAreMaskedBeforeAHopIsKept(String text) throws IOException {
    Path file = folder.resolve("masked.jsonl");
    List<Hop> told = new ArrayList<>();
    try (Ledger ledger = new Ledger(10, file)) {
      ledger.listen(told::add);
      ledger.accept(hop("h", text, Map.of("note", text), text));
      assertFalse(ledger.hops().toString().contains("hush0123"), ledger.hops().toString());
    }
    assertFalse(told.toString().contains("hush0123"));
    assertFalse(Files.readString(file).contains("hush0123"), Files.readString(file));
  }

  @Test
  void ofJsonThatIsCutAllButSecretsIsKept() {
    assertEquals(
        "{\"body\":\"{\\\"password\\\":\\\"***\\\",\\\"n\\\":1}\",\"pan\":\"***\",\"x\":\"cut",
        Masks.body(
            "{\"body\":\"{\\\"password\\\":\\\"a\\\\\\\\\\\",\\\"n\\\":1}\",\"pan\":[1,{}],\"x\":\"cut"));
    assertEquals(
        "{\"body\":\"{\\\"password\\\":\\\"***\\\"\",\"x\":2,}",
        Masks.body("{\"body\":\"{\\\"password\\\":\\\"hu\",\"x\":2,}"));
  }

  @Test
  void aLongRunOfBackslashesIsReadInNoTime() {
    String body = "{" + "\\".repeat(300_000) + "\"password\":\"" + "\\\"".repeat(100_000);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Masks.body(body));
  }

  @Test
  void whatServicesAreGivenToKeepSecretIsNotInTheirHops() {
    List<Hop> hops = new ArrayList<>();
    try (Cloud cloud =
        Cloud.with(CloudSettings.standalone(folder.resolve("work"), folder))
            .filter(new Recorder(hops::add))
            .build()) {
      Caller root = new Caller.Root("000000000000", null);
      AcmClient acm = cloud.client(AcmClient.class, root, "us-east-1");
      SdkBytes hush = SdkBytes.fromUtf8String("-----BEGIN PRIVATE KEY-----\nhush0123");
      attempt(
          () ->
              acm.importCertificate(
                  i -> i.certificate(SdkBytes.fromUtf8String("cert")).privateKey(hush)));
      attempt(
          () ->
              acm.exportCertificate(
                  e -> e.certificateArn("arn:aws:acm:us-east-1:0:certificate/x").passphrase(hush)));
      SsmClient ssm = cloud.client(SsmClient.class, root, "us-east-1");
      ssm.putParameter(p -> p.name("/a").type(ParameterType.SECURE_STRING).value("hush0123"));
      ssm.putParameter(p -> p.name("/a").overwrite(true).value("hush0123"));
      CloudFormationClient stacks = cloud.client(CloudFormationClient.class, root, "us-east-1");
      String template = "{\"Parameters\":{\"P\":{\"Type\":\"String\",\"NoEcho\":true}}}";
      attempt(
          () ->
              stacks.createStack(
                  c ->
                      c.stackName("s")
                          .templateBody(template)
                          .parameters(p -> p.parameterKey("P").parameterValue("hush0123"))));
      S3Client s3 = cloud.client(S3Client.class, root, "us-east-1");
      attempt(() -> s3.headObject(h -> h.bucket("b").key("k").sseCustomerKey("hush0123")));
      attempt(
          () ->
              s3.copyObject(
                  c ->
                      c.sourceBucket("b")
                          .sourceKey("k")
                          .destinationBucket("b")
                          .destinationKey("l")
                          .copySourceSSECustomerKey("hush0123")));
    }
    assertEquals(
        List.of(
            "ImportCertificate",
            "ExportCertificate",
            "PutParameter",
            "CreateStack",
            "HeadObject",
            "CopyObject"),
        hops.stream()
            .map(hop -> hop.action().substring(hop.action().indexOf(':') + 1))
            .filter(name -> !name.equals("Encrypt") && !name.equals("GenerateDataKey"))
            .distinct()
            .toList());
    for (Hop hop : hops) {
      assertFalse(hop.toString().contains("hush0123"), hop.toString());
    }
    assertFalse(
        Transcript.of(ExportCertificateResponse.builder().privateKey("hush0123").build())
            .contains("hush0123"));
    assertFalse(
        Transcript.of(CreateKeyPairResponse.builder().keyMaterial("hush0123").build())
            .contains("hush0123"));
    assertFalse(
        Transcript.of(
                GenerateDataKeyPairResponse.builder()
                    .privateKeyPlaintext(SdkBytes.fromUtf8String("hush0123"))
                    .build())
            .contains("hush0123"));
  }

  /** What is refused is recorded too. */
  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (AwsServiceException refused) {
      assertTrue(refused.statusCode() >= 400, refused.toString());
    }
  }

  private static Hop hop(
      String id, @Nullable String body, Map<String, String> facts, String resource) {
    return new Hop(
        id,
        Hop.Kind.HTTP,
        new Trace("1-r", null),
        "client",
        "payments",
        "POST /charges",
        resource,
        Instant.EPOCH,
        Duration.ZERO,
        200,
        null,
        body,
        body,
        facts);
  }
}
