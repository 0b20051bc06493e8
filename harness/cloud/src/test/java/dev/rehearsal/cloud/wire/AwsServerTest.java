package dev.rehearsal.cloud.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sts.StsClient;

/** The endpoint over real HTTP. */
final class AwsServerTest {

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  @TempDir Path folder;
  private TestEndpoint endpoint;

  @BeforeEach
  void start() {
    endpoint = TestEndpoint.start(folder, SignatureMode.ANY);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void everyServiceSpeaksTheProtocolThatTheSdkSpeaksWithIt() {
    Map<String, Protocol> protocols =
        dev.rehearsal.cloud.ServiceCatalog.all().stream()
            .collect(
                Collectors.toMap(
                    service -> service.id(), service -> ServicePlan.of(service).protocol()));
    assertEquals(Protocol.REST_XML, protocols.get("s3"));
    assertEquals(Protocol.REST_XML, protocols.get("cloudfront"));
    assertEquals(Protocol.REST_JSON, protocols.get("lambda"));
    assertEquals(Protocol.AWS_JSON, protocols.get("dynamodb"));
    assertEquals(Protocol.QUERY, protocols.get("sns"));
    assertEquals(Protocol.EC2, protocols.get("ec2"));
  }

  @Test
  void listsOfSesAreAnsweredAtTheAddressesOfLaterClientsToo() throws Exception {
    try (SesV2Client ses = endpoint.client(SesV2Client.builder())) {
      ses.createEmailIdentity(create -> create.emailIdentity("a@shop.example"));
      ses.createEmailIdentity(create -> create.emailIdentity("b@shop.example"));
      ses.createConfigurationSet(create -> create.configurationSetName("orders"));
      assertEquals(2, ses.listEmailIdentities(list -> {}).emailIdentities().size());
    }
    Map<String, String> signed =
        Map.of(
            "content-type",
            "application/json",
            "authorization",
            TestEndpoint.AUTHORIZATION.replace("/sqs/", "/ses/"));
    String all = post("/v2/email/list-identities", "", signed);
    assertTrue(all.contains("a@shop.example") && all.contains("b@shop.example"), all);
    String first = post("/v2/email/list-identities", "{\"PageSize\": 1}", signed);
    assertTrue(first.contains("a@shop.example") && !first.contains("b@shop.example"), first);
    assertTrue(first.contains("\"NextToken\":\"1\""), first);
    String rest =
        post("/v2/email/list-identities", "{\"PageSize\": 1, \"NextToken\": \"1\"}", signed);
    assertTrue(rest.contains("b@shop.example") && !rest.contains("NextToken\":\""), rest);
    String sets = post("/v2/email/list-configuration-sets", "{\"Filter\": {}}", signed);
    assertTrue(sets.contains("\"orders\""), sets);
    HttpResponse<String> filtered =
        send("/v2/email/list-identities", "{\"Filter\": {\"TYPE\": [\"DOMAIN\"]}}", signed);
    assertEquals(501, filtered.statusCode(), filtered.body());
    assertTrue(filtered.body().contains("Filter of ListEmailIdentities"), filtered.body());
  }

  @Nested
  final class Query {

    @Test
    void carriesDocumentsTagsAndTimes() {
      try (IamClient iam = endpoint.client(IamClient.builder())) {
        iam.createRole(
            r -> r.roleName("orders").assumeRolePolicyDocument(TRUST).description("a & <b> \"c\""));
        var role = iam.getRole(r -> r.roleName("orders")).role();
        assertEquals("a & <b> \"c\"", role.description());
        assertEquals("arn:aws:iam::000000000000:role/orders", role.arn());
        assertEquals(
            TRUST,
            java.net.URLDecoder.decode(
                role.assumeRolePolicyDocument(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }

    @Test
    void answersModelledErrors() {
      try (IamClient iam = endpoint.client(IamClient.builder())) {
        var error =
            assertThrows(NoSuchEntityException.class, () -> iam.getRole(r -> r.roleName("nobody")));
        assertEquals("NoSuchEntity", error.awsErrorDetails().errorCode());
        assertEquals(404, error.statusCode());
        assertTrue(error.requestId() != null && !error.requestId().isEmpty());
      }
    }

    @Test
    void speaksSqsOfOlderClients() throws Exception {
      String created =
          post(
              "/",
              "Action=CreateQueue&Version=2012-11-05&QueueName=old&Attribute.1.Name=DelaySeconds"
                  + "&Attribute.1.Value=0&Tag.1.Key=a&Tag.1.Value=b",
              Map.of("content-type", "application/x-www-form-urlencoded"));
      assertTrue(created.contains("<CreateQueueResult><QueueUrl>"), created);
      String sent =
          post(
              "/000000000000/old",
              "Action=SendMessage&Version=2012-11-05&MessageBody=hi%21&MessageAttribute.1.Name=n"
                  + "&MessageAttribute.1.Value.DataType=String"
                  + "&MessageAttribute.1.Value.StringValue=v",
              Map.of("content-type", "application/x-www-form-urlencoded"));
      assertTrue(sent.contains("<MD5OfMessageBody>"), sent);
      String received =
          post(
              "/000000000000/old",
              "Action=ReceiveMessage&Version=2012-11-05&AttributeName.1=All"
                  + "&MessageAttributeName.1=All",
              Map.of("content-type", "application/x-www-form-urlencoded"));
      assertTrue(received.contains("<Message><MessageId>"), received);
      assertTrue(received.contains("<Body>hi!</Body>"), received);
      assertTrue(received.contains("<Attribute><Name>SentTimestamp</Name><Value>"), received);
      assertTrue(
          received.contains("<MessageAttribute><Name>n</Name><Value><StringValue>v</StringValue>"),
          received);
    }
  }

  @Nested
  final class Json {

    @Test
    void carriesMapsAndBlobs() {
      try (SqsClient sqs = endpoint.client(SqsClient.builder())) {
        String queue = sqs.createQueue(r -> r.queueName("q")).queueUrl();
        sqs.sendMessage(
            r ->
                r.queueUrl(queue)
                    .messageBody("\u00e9\u20ac\ud83d\ude00")
                    .messageAttributes(
                        Map.of(
                            "b",
                            MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(
                                    software.amazon.awssdk.core.SdkBytes.fromByteArray(
                                        new byte[] {0, -1, 7}))
                                .build())));
        var message =
            sqs.receiveMessage(r -> r.queueUrl(queue).messageAttributeNames("All"))
                .messages()
                .get(0);
        assertEquals("\u00e9\u20ac\ud83d\ude00", message.body());
        assertEquals(
            -1,
            Objects.requireNonNull(message.messageAttributes().get("b"))
                .binaryValue()
                .asByteArray()[1]);
      }
    }

    @Test
    void keepsTheCodeThatSqsHadBeforeJson() {
      try (SqsClient sqs = endpoint.client(SqsClient.builder())) {
        var error =
            assertThrows(
                QueueDoesNotExistException.class, () -> sqs.getQueueUrl(r -> r.queueName("none")));
        assertEquals(
            "AWS.SimpleQueueService.NonExistentQueue", error.awsErrorDetails().errorCode());
      }
    }
  }

  @Nested
  final class Cbor {

    @Test
    void answersInCbor() throws Exception {
      byte[] body = Bodies.CBOR.writeValueAsBytes(Map.of("Nothing", 1));
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              endpoint.address()
                                  + "/service/GraniteServiceVersion20100801/operation/NoSuch"))
                      .header("smithy-protocol", "rpc-v2-cbor")
                      .header("content-type", "application/cbor")
                      .header(
                          "authorization", TestEndpoint.AUTHORIZATION.replace("sqs", "monitoring"))
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(400, answer.statusCode());
      assertEquals("rpc-v2-cbor", answer.headers().firstValue("smithy-protocol").orElse(""));
      assertTrue(Bodies.CBOR.readTree(answer.body()).get("__type").asText().contains("Unknown"));
    }
  }

  @Nested
  final class Callers {

    @Test
    void anAccessKeyOfTwelveDigitsNamesTheAccount() {
      try (StsClient sts = endpoint.client(StsClient.builder(), "123456789012", "x")) {
        assertEquals("123456789012", sts.getCallerIdentity().account());
      }
    }

    @Test
    void aSessionActsAsItsRole() {
      try (IamClient iam = endpoint.client(IamClient.builder());
          StsClient sts = endpoint.client(StsClient.builder())) {
        String arn =
            iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(TRUST)).role().arn();
        var credentials = sts.assumeRole(r -> r.roleArn(arn).roleSessionName("me")).credentials();
        try (StsClient session =
            endpoint.client(
                StsClient.builder(), credentials.accessKeyId(), credentials.secretAccessKey())) {
          assertEquals(
              "arn:aws:sts::000000000000:assumed-role/r/me", session.getCallerIdentity().arn());
        }
      }
    }
  }

  @Nested
  final class BadRequests {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{",
          "[]",
          "nonsense",
          "{\"QueueUrl\": 7}",
          "{\"Attributes\": [\"x\"]}",
          "\"text\""
        })
    void malformedJsonIsASerializationException(String body) throws Exception {
      HttpResponse<String> answer =
          send(
              "/",
              body,
              Map.of(
                  "content-type",
                  "application/x-amz-json-1.0",
                  "x-amz-target",
                  "AmazonSQS.SetQueueAttributes"));
      assertEquals(400, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("SerializationException"), answer.body());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "secretsmanager.TagResource | {\"SecretId\": \"s\", \"Tags\": [null]}",
          "AmazonSQS.SendMessage | {\"QueueUrl\": \"q\", \"MessageBody\": \"b\","
              + " \"MessageAttributes\": {\"a\": null}}",
          "TrentService.Encrypt | {\"KeyId\": \"k\", \"Plaintext\": \"YQ==\","
              + " \"EncryptionContext\": {\"a\": null}}",
          "AmazonSQS.CreateQueue | {\"QueueName\": \"q\", \"Attributes\": {\"Policy\": null}}",
          "DynamoDB_20120810.PutItem | {\"TableName\": \"t\", \"Item\": {\"id\": null}}"
        })
    void aNullInAListOrMapIsASerializationException(String target, String body) throws Exception {
      HttpResponse<String> answer =
          send(
              "/",
              body,
              Map.of("content-type", "application/x-amz-json-1.0", "x-amz-target", target));
      assertEquals(400, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("SerializationException"), answer.body());
    }

    @Test
    void anUnknownTargetIsAnUnknownOperation() throws Exception {
      for (String target : Set.of("AmazonSQS.Nothing", "Nobody.Nothing", "nothing", "")) {
        HttpResponse<String> answer =
            send(
                "/",
                "{}",
                Map.of("content-type", "application/x-amz-json-1.0", "x-amz-target", target));
        assertEquals(400, answer.statusCode(), target + answer.body());
        assertTrue(answer.body().contains("UnknownOperationException"), answer.body());
      }
    }

    @Test
    void entitiesInXmlAreRefused() throws Exception {
      String bomb =
          "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
              + "<VersioningConfiguration><Status>&c;&b;</Status></VersioningConfiguration>";
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(endpoint.address() + "/bucket?versioning"))
                      .header("authorization", TestEndpoint.AUTHORIZATION.replace("sqs", "s3"))
                      .PUT(HttpRequest.BodyPublishers.ofString(bomb))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(400, answer.statusCode(), answer.body());
      assertTrue(answer.body().contains("<Code>MalformedXML</Code>"), answer.body());
    }

    @Test
    void aHugeBodyIsRefused() throws Exception {
      HttpResponse<String> answer =
          send(
              "/",
              "{\"x\":\"" + "x".repeat(17 << 20) + "\"}",
              Map.of(
                  "content-type",
                  "application/x-amz-json-1.0",
                  "x-amz-target",
                  "AmazonSQS.SendMessage"));
      assertEquals(413, answer.statusCode(), answer.body());
    }

    @Test
    void aWrongContentTypeIsRefused() throws Exception {
      HttpResponse<String> answer =
          send(
              "/",
              "{}",
              Map.of("content-type", "text/plain", "x-amz-target", "AmazonSQS.ListQueues"));
      assertEquals(415, answer.statusCode(), answer.body());
    }

    @Test
    void deepNestingIsRefused() throws Exception {
      HttpResponse<String> answer =
          send(
              "/",
              "{\"a\":".repeat(5000),
              Map.of(
                  "content-type",
                  "application/x-amz-json-1.0",
                  "x-amz-target",
                  "AmazonSQS.SendMessage"));
      assertEquals(400, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"a\r\n01234", "a\r\n0123456789\r\n", "zz\r\n0123456789\r\n0\r\n\r\n", ""})
    void aBodyInChunksThatEndsTooEarlyIsIncompleteAndKeepsNothing(String chunks) throws Exception {
      try (S3Client s3 = endpoint.client(S3Client.builder().forcePathStyle(true))) {
        s3.createBucket(r -> r.bucket("half"));
        HttpResponse<String> answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(endpoint.address() + "/half/key"))
                        .header("authorization", TestEndpoint.AUTHORIZATION.replace("sqs", "s3"))
                        .header("content-encoding", "aws-chunked")
                        .header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                        .header("x-amz-decoded-content-length", "10")
                        .PUT(HttpRequest.BodyPublishers.ofString(chunks))
                        .build(),
                    HttpResponse.BodyHandlers.ofString());
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("<Code>"), answer.body());
        assertEquals(0, s3.listObjectsV2(r -> r.bucket("half")).keyCount());
      }
    }

    @Test
    void aBrokenFormNamesWhatIsWrong() throws Exception {
      for (String form :
          Set.of("Action=Nothing&Version=2010-05-08", "Version=2010-05-08", "Action=%zz", "x")) {
        HttpResponse<String> answer =
            send("/", form, Map.of("content-type", "application/x-www-form-urlencoded"));
        assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, answer.body());
        assertTrue(answer.body().contains("<Code>"), answer.body());
      }
    }
  }

  @Test
  void healthNamesEveryService() throws Exception {
    String body =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint.address() + "/_localstack/health"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Set<String> names = new TreeSet<>();
    Bodies.JSON.readTree(body).get("services").fieldNames().forEachRemaining(names::add);
    assertEquals(
        dev.rehearsal.cloud.ServiceCatalog.all().stream()
            .map(each -> each.id())
            .collect(Collectors.toCollection(TreeSet::new)),
        names);
  }

  @Test
  void resetEmptiesEveryServiceOfACloudThatStandsAlone() throws Exception {
    URI address = URI.create(endpoint.address() + "/_rehearsal/reset");
    try (AwsServer alone =
            AwsServer.start(
                endpoint.cloud(),
                "127.0.0.1",
                0,
                SignatureMode.ANY,
                List.of(Reset.route(endpoint.cloud())));
        IamClient iam = endpoint.client(IamClient.builder())) {
      iam.createUser(r -> r.userName("u"));
      assertTrue(reset(address, Map.of()).statusCode() >= 400);
      URI there = alone.address().resolve("/_rehearsal/reset");
      // As fetch() of a web page sends it, with mode: "no-cors" too.
      assertEquals(403, reset(there, Map.of("origin", "https://evil.example")).statusCode());
      assertEquals(403, reset(there, Map.of("sec-fetch-site", "cross-site")).statusCode());
      assertEquals(1, iam.listUsers().users().size());
      assertEquals(200, reset(there, Map.of()).statusCode());
      assertTrue(iam.listUsers().users().isEmpty());
    }
  }

  private static HttpResponse<String> reset(URI address, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void browsersMayCallCognito() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint.address() + "/"))
                    .header("origin", "http://shop.localhost")
                    .header("access-control-request-method", "POST")
                    .header("access-control-request-headers", "content-type,x-amz-target")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals("*", answer.headers().firstValue("access-control-allow-origin").orElse(""));
  }

  @Test
  void operationsNobodyServesSayTheirName() {
    try (CloudWatchClient cloudWatch = endpoint.client(CloudWatchClient.builder())) {
      var error =
          assertThrows(
              software.amazon.awssdk.awscore.exception.AwsServiceException.class,
              () -> cloudWatch.listMetricStreams(r -> {}));
      assertTrue(
          error.awsErrorDetails().errorMessage().contains("cloudwatch:ListMetricStreams"),
          error.awsErrorDetails().errorMessage());
    }
  }

  private String post(String path, String body, Map<String, String> headers) throws Exception {
    HttpResponse<String> answer = send(path, body, headers);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  private HttpResponse<String> send(String path, String body, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.address() + path))
            .timeout(java.time.Duration.ofSeconds(20))
            .header("authorization", TestEndpoint.AUTHORIZATION)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
