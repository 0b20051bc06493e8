package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.wire.AwsServer;
import dev.rehearsal.cloud.wire.SignatureMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Whatever comes in, the answer has AWS's shape: damaged policies, ARNs, headers and bodies end in
 * an error of the client's, never in a failure of the endpoint's.
 */
final class FuzzTest {

  private static final String ACCOUNT = "000000000000";
  private static final String REGION = "us-east-1";
  private static final String ALPHABET =
      "{}[]:,\"'\\*?$&%#/ .-_=+<>\u0000\n\u20ac\uD83D\uDE00aZ09arnsqsAllow";

  private static final List<String> TARGETS =
      List.of(
          "AmazonSQS.SendMessage",
          "AmazonSQS.CreateQueue",
          "AmazonSQS.SetQueueAttributes",
          "DynamoDB_20120810.PutItem",
          "DynamoDB_20120810.Query",
          "DynamoDB_20120810.CreateTable",
          "TrentService.Decrypt",
          "TrentService.CreateKey",
          "secretsmanager.GetSecretValue",
          "AmazonSSM.GetParameter",
          "Logs_20140328.PutLogEvents",
          "Nothing.AtAll");

  private static final List<String> BODIES =
      List.of(
          "{\"QueueUrl\":\"http://localhost/000000000000/q\",\"MessageBody\":\"hello\"}",
          "{\"TableName\":\"t\",\"Item\":{\"id\":{\"S\":\"1\"},\"n\":{\"N\":\"12.5\"}}}",
          "{\"TableName\":\"t\",\"KeyConditionExpression\":\"id = :id\","
              + "\"ExpressionAttributeValues\":{\":id\":{\"S\":\"1\"}}}",
          "{\"SecretId\":\"arn:aws:secretsmanager:us-east-1:000000000000:secret:s-abcdef\"}",
          "{\"CiphertextBlob\":\"AAECAwQ=\",\"Name\":\"/a/b\",\"WithDecryption\":true}",
          "{\"Attributes\":{\"Policy\":\"{\\\"Statement\\\":[]}\",\"VisibilityTimeout\":\"30\"},"
              + "\"QueueName\":\"q\"}");

  private static final List<String> FORMS =
      List.of(
          "Action=Publish&Version=2010-03-31&TopicArn=arn:aws:sns:us-east-1:000000000000:t&Message=m",
          "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B%7D",
          "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::000000000000:role/r"
              + "&RoleSessionName=s",
          "Action=SendMessage&Version=2012-11-05&QueueUrl=http://localhost/000000000000/q"
              + "&MessageBody=m&MessageAttribute.1.Name=a",
          "Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=x");

  private static final List<String> PATHS =
      List.of(
          "/bucket/key?uploads",
          "/bucket?policy",
          "/2015-03-31/functions/f/invocations",
          "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af",
          "/v2/apis",
          "/2020-05-31/distribution");

  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Principal\":"
          + "{\"AWS\":\"arn:aws:iam::000000000000:role/r\"},\"Action\":[\"sqs:SendMessage\",\"sqs:*\"],"
          + "\"Resource\":\"arn:aws:sqs:us-east-1:000000000000:${aws:username}*\",\"Condition\":"
          + "{\"StringLike\":{\"aws:SourceArn\":[\"arn:*:?\",\"${aws:userid}\"]},"
          + "\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":\"10\"},"
          + "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}}]}";

  @TempDir private Path folder = Path.of("");
  private final Random random = new Random(11);
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Cloud cloud;
  private @Nullable AwsServer server;

  @BeforeEach
  void start() {
    AtomicReference<@Nullable Cloud> built = new AtomicReference<>();
    Cloud made =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .filter(new Recorder(hop -> {}))
            .filter(
                new Authoriser(
                    built::get, new IamIdentities(() -> Objects.requireNonNull(built.get()))))
            .build();
    built.set(made);
    cloud = made;
    server = AwsServer.start(made, "127.0.0.1", 0, SignatureMode.ANY);
    // Not root: every policy has a say.
    made.accessKeys()
        .register(
            new AccessKeys.Key(
                "AKIAFUZZ",
                "secret",
                null,
                null,
                new Caller.RoleSession(ACCOUNT, "r", "AROA1", "s", "AKIAFUZZ", null)));
    SqsClient sqs = made.client(SqsClient.class, new Caller.Root(ACCOUNT, null), REGION);
    var unused = sqs.createQueue(make -> make.queueName("q"));
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(server).close();
    Objects.requireNonNull(cloud).close();
  }

  @Test
  void damagedBodiesOfJsonServicesAreTheClientsFault() throws Exception {
    for (int i = 0; i < 600; i++) {
      String body = damaged(pick(BODIES));
      String target = random.nextInt(8) == 0 ? header(pick(TARGETS)) : pick(TARGETS);
      answered(
          request("/", random.nextBoolean() ? "AKIAFUZZ" : "test")
              .header("X-Amz-Target", target)
              .header("Content-Type", "application/x-amz-json-1.0")
              .POST(HttpRequest.BodyPublishers.ofString(body)),
          target + " " + body);
    }
  }

  @Test
  void damagedFormsAreTheClientsFault() throws Exception {
    for (int i = 0; i < 400; i++) {
      String form = damaged(pick(FORMS));
      answered(
          request("/", random.nextBoolean() ? "AKIAFUZZ" : "test")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form)),
          form);
    }
  }

  @Test
  void damagedPathsAndHeadersAreTheClientsFault() throws Exception {
    for (int i = 0; i < 400; i++) {
      String path = pathOf(damaged(pick(PATHS)));
      String authorization =
          random.nextInt(3) == 0 ? header(damaged(authorization("test"))) : authorization("test");
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address() + path))
              .header("Authorization", authorization)
              .header("X-Amz-Date", header(damaged("20260101T000000Z")))
              .method(
                  pick(List.of("GET", "PUT", "POST", "DELETE", "HEAD")),
                  HttpRequest.BodyPublishers.ofString(damaged("<a><b>1</b></a>")));
      answered(request, path + " " + authorization);
    }
  }

  @Test
  void damagedPoliciesAreRefusedOrDecide() {
    SqsClient admin = client(SqsClient.class, new Caller.Root(ACCOUNT, null));
    IamClient iam = client(IamClient.class, new Caller.Root(ACCOUNT, null));
    String trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
            + "\"Action\":\"sts:AssumeRole\"}}";
    var unused = iam.createRole(make -> make.roleName("r").assumeRolePolicyDocument(trust));
    String url = admin.getQueueUrl(get -> get.queueName("q")).queueUrl();
    int decided = 0;
    for (int i = 0; i < 1_500; i++) {
      String policy = damaged(POLICY);
      String sessionPolicy = random.nextInt(4) == 0 ? damaged(POLICY) : null;
      try {
        if (random.nextBoolean()) {
          admin.setQueueAttributes(
              set -> set.queueUrl(url).attributesWithStrings(java.util.Map.of("Policy", policy)));
        } else {
          iam.putRolePolicy(
              put ->
                  put.roleName("r")
                      .policyName("p")
                      .policyDocument(policy.replaceFirst("\"Principal\":\\{[^}]*},", "")));
        }
        decided++;
      } catch (AwsServiceException refused) {
        clientsFault(refused, policy);
      }
      try {
        client(
                SqsClient.class,
                new Caller.RoleSession(ACCOUNT, "r", "AROA1", "s", "K", sessionPolicy))
            .sendMessage(send -> send.queueUrl(url).messageBody("m"));
      } catch (AwsServiceException refused) {
        clientsFault(refused, policy + "\n" + sessionPolicy);
      } catch (dev.rehearsal.gateway.iam.Policy.Malformed noPolicy) {
        // STS refuses such a session policy when the role is assumed.
        assertTrue(sessionPolicy != null, policy);
      }
    }
    assertTrue(decided > 20, decided + " policies were taken");
  }

  private static void clientsFault(AwsServiceException refused, String input) {
    assertTrue(
        refused.statusCode() >= 400 && refused.statusCode() < 500,
        refused.statusCode() + " " + refused.getMessage() + "\n" + input);
  }

  private void answered(HttpRequest.Builder request, String input)
      throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException unanswered) {
      throw new IOException("No answer to " + input, unanswered);
    }
    String seen = answer.statusCode() + " " + answer.body() + "\n" + input;
    assertTrue(answer.statusCode() < 500 || answer.statusCode() == 501, seen);
    assertFalse(answer.body().contains("Exception in") || answer.body().contains("\tat "), seen);
    if (answer.statusCode() >= 400 && !answer.body().isEmpty()) {
      assertTrue(answer.body().contains("<Code>") || answer.body().contains("__type"), seen);
    }
    if (answer.statusCode() == 501) {
      assertTrue(answer.body().contains("NotImplemented"), seen);
    }
  }

  private <C extends software.amazon.awssdk.core.SdkClient> C client(Class<C> type, Caller caller) {
    return Objects.requireNonNull(cloud).client(type, caller, REGION);
  }

  private HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create(address() + path))
        .header("Authorization", authorization(key))
        .header("X-Amz-Date", "20260101T000000Z");
  }

  private String address() {
    return Objects.requireNonNull(server).address().toString();
  }

  private static String authorization(String key) {
    return "AWS4-HMAC-SHA256 Credential="
        + key
        + "/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A text with up to five characters deleted, inserted or cut off behind. */
  private String damaged(String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int change = random.nextInt(6); change > 0 && changed.length() > 1; change--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(7)) {
        case 0 -> changed.setLength(at);
        case 1, 2, 3 -> changed.deleteCharAt(at);
        default -> changed.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return changed.toString();
  }

  /** What may stand in a header. */
  private static String header(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** What may stand in a request line. */
  private static String pathOf(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9/?=&.~:_-]", "%25");
    return safe.startsWith("/") ? safe : "/" + safe;
  }
}
