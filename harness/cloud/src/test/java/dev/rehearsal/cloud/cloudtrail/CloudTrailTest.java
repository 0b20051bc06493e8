package dev.rehearsal.cloud.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopHistory;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.InsufficientS3BucketPolicyException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidCloudWatchLogsLogGroupArnException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidCloudWatchLogsRoleArnException;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.TrailNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

class CloudTrailTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

  private static final String GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:audit:*";
  private static final String ROLE = "arn:aws:iam::000000000000:role/trail";
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
      """;

  @TempDir Path folder;
  private Instant first = START;
  private String caller = "arn:aws:sts::000000000000:assumed-role/checkout-role/t2s-dev-checkout";
  private final List<Hop> hops = new ArrayList<>();
  private Cloud cloud;
  private CloudTrailClient trails;
  private S3Client s3;
  private CloudWatchLogsClient logs;
  private boolean denied;
  private String refused = "";
  private final List<String> calls = new ArrayList<>();

  @BeforeEach
  void start() {
    HopHistory history =
        seen ->
            new HopHistory.Tail(
                List.copyOf(hops.subList((int) Math.min(seen, hops.size()), hops.size())),
                hops.size());
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .history(history)
            .filter(
                (call, next) -> {
                  if (denied && call.caller().arn().equals("cloudtrail.amazonaws.com")) {
                    throw AwsError.of("AccessDenied", 403, "Access Denied");
                  }
                  if (call.operation().name().equals(refused)) {
                    throw AwsError.of("AccessDenied", 403, "Access Denied");
                  }
                  calls.add(call.caller().arn() + " " + call.operation().name());
                  return next.handle(call);
                })
            .build();
    Caller root = new Caller.Root("000000000000", null);
    trails = cloud.client(CloudTrailClient.class, root, "us-east-1");
    s3 = cloud.client(S3Client.class, root, "us-east-1");
    logs = cloud.client(CloudWatchLogsClient.class, root, "us-east-1");
    logs.createLogGroup(create -> create.logGroupName("audit"));
    cloud
        .client(IamClient.class, root, "us-east-1")
        .createRole(create -> create.roleName("trail").assumeRolePolicyDocument(TRUST));
    s3.createBucket(create -> create.bucket("audit"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void historyNamesWhoDidWhatTheLatestFirst() throws IOException {
    happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:orders", null, "us-east-1");
    happen(
        "sns:DeleteTopic",
        "arn:aws:sns:us-east-1:000000000000:events",
        "AuthorizationError",
        "us-east-1");
    List<Event> events = trails.lookupEvents(look -> {}).events();
    assertEquals(
        List.of("DeleteTopic", "CreateQueue"), events.stream().map(Event::eventName).toList());
    assertEquals("t2s-dev-checkout", events.get(0).username());
    assertEquals("sns.amazonaws.com", events.get(0).eventSource());
    assertEquals("events", events.get(0).resources().get(0).resourceName());
    JsonNode refused = JSON.readTree(events.get(0).cloudTrailEvent());
    assertEquals("AuthorizationError", refused.path("errorCode").asText());
    assertEquals("AssumedRole", refused.at("/userIdentity/type").asText());
    assertEquals(
        "checkout-role",
        refused.at("/userIdentity/sessionContext/sessionIssuer/userName").asText());
    assertEquals(
        "orders",
        JSON.readTree(events.get(1).cloudTrailEvent()).at("/requestParameters/queueName").asText());
    assertTrue(refused.path("responseElements").isNull());
  }

  @Test
  void historyHasNoDataEventsAndEachRegionItsOwn() {
    happen("s3:GetObject", "arn:aws:s3:::site/index.html", null, "us-east-1");
    happen(
        "dynamodb:PutItem",
        "arn:aws:dynamodb:us-east-1:000000000000:table/carts",
        null,
        "us-east-1");
    happen("sqs:CreateQueue", "arn:aws:sqs:eu-west-1:000000000000:orders", null, "eu-west-1");
    happen("iam:CreateUser", "arn:aws:iam::000000000000:user/ada", null, "eu-west-1");
    assertEquals(
        List.of("CreateUser"),
        trails.lookupEvents(look -> {}).events().stream().map(Event::eventName).toList());
  }

  @Test
  void lookupFindsByEachAttributeAndInPages() {
    for (int i = 0; i < 60; i++) {
      happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:q" + i, null, "us-east-1");
    }
    var first = trails.lookupEvents(look -> {});
    assertEquals(50, first.events().size());
    assertEquals(
        10, trails.lookupEvents(look -> look.nextToken(first.nextToken())).events().size());
    assertEquals(1, found(LookupAttributeKey.RESOURCE_NAME, "q7"));
    assertEquals(
        1, found(LookupAttributeKey.RESOURCE_NAME, "arn:aws:sqs:us-east-1:000000000000:q7"));
    assertEquals(0, found(LookupAttributeKey.EVENT_NAME, "DeleteQueue"));
    assertEquals(50, found(LookupAttributeKey.USERNAME, "t2s-dev-checkout"));
    assertEquals(50, found(LookupAttributeKey.READ_ONLY, "false"));
    assertEquals(
        0, trails.lookupEvents(look -> look.startTime(START.plusSeconds(3600))).events().size());
  }

  @Test
  void filesHoldWhatTheSelectorsKeep() throws Exception {
    trails.createTrail(create -> create.name("audit").s3BucketName("audit").s3KeyPrefix("trail"));
    trails.putEventSelectors(
        put ->
            put.trailName("audit")
                .advancedEventSelectors(
                    one ->
                        one.fieldSelectors(
                            f -> f.field("eventCategory").equalsValue("Data"),
                            f -> f.field("resources.ARN").startsWith("arn:aws:s3:::site/"),
                            f -> f.field("readOnly").equalsValue("false"))));
    happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:before", null, "us-east-1");
    trails.startLogging(begin -> begin.name("audit"));
    happen("s3:PutObject", "arn:aws:s3:::site/index.html", null, "us-east-1");
    happen("s3:GetObject", "arn:aws:s3:::site/index.html", null, "us-east-1");
    happen("s3:PutObject", "arn:aws:s3:::other/index.html", null, "us-east-1");
    happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:orders", null, "us-east-1");
    trails.stopLogging(end -> end.name("audit"));
    assertFalse(trails.getTrailStatus(get -> get.name("audit")).isLogging());
    List<String> keys = keys();
    assertEquals(1, keys.size(), keys.toString());
    assertTrue(
        keys.get(0)
            .matches(
                "trail/AWSLogs/000000000000/CloudTrail/us-east-1/\\d{4}/\\d\\d/\\d\\d/"
                    + "000000000000_CloudTrail_us-east-1_\\d{8}T\\d{4}Z_\\w{16}\\.json\\.gz"),
        keys.get(0));
    JsonNode records = JSON.readTree(unpacked(keys.get(0))).path("Records");
    assertEquals(1, records.size());
    assertEquals("PutObject", records.at("/0/eventName").asText());
    assertEquals("arn:aws:s3:::site/index.html", records.at("/0/resources/0/ARN").asText());
  }

  @Test
  void digestsProveTheFilesUnchanged() throws Exception {
    trails.createTrail(
        create -> create.name("audit").s3BucketName("audit").enableLogFileValidation(true));
    trails.startLogging(begin -> begin.name("audit"));
    happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:orders", null, "us-east-1");
    trails.stopLogging(end -> end.name("audit"));
    String digestKey =
        keys().stream().filter(key -> key.contains("Digest")).findFirst().orElseThrow();
    String digestText = unpacked(digestKey);
    JsonNode digest = JSON.readTree(digestText);
    String file = digest.at("/logFiles/0/s3Object").asText();
    assertEquals(
        Digests.sha256(unpacked(file).getBytes(StandardCharsets.UTF_8)),
        digest.at("/logFiles/0/hashValue").asText());
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new X509EncodedKeySpec(
                    trails
                        .listPublicKeys(list -> {})
                        .publicKeyList()
                        .get(0)
                        .value()
                        .asByteArray())));
    check.update(
        (digest.path("digestEndTime").asText()
                + "\naudit/"
                + digestKey
                + "\n"
                + Digests.sha256(digestText.getBytes(StandardCharsets.UTF_8))
                + "\nnull")
            .getBytes(StandardCharsets.UTF_8));
    String signature =
        s3.headObject(head -> head.bucket("audit").key(digestKey)).metadata().get("signature");
    assertTrue(check.verify(HexFormat.of().parseHex(signature)));
  }

  @Test
  void aBucketThatLetsNoTrailInIsRefused() {
    denied = true;
    assertThrows(
        InsufficientS3BucketPolicyException.class,
        () -> trails.createTrail(create -> create.name("audit").s3BucketName("audit")));
    assertThrows(TrailNotFoundException.class, () -> trails.getTrail(get -> get.name("audit")));
  }

  @Test
  void eventsReachTheLogInTheTrailsRole() throws IOException {
    first = Instant.now().minusSeconds(60); // A log takes nothing older than two weeks.
    trails.createTrail(
        create ->
            create
                .name("audit")
                .s3BucketName("audit")
                .cloudWatchLogsLogGroupArn(GROUP)
                .cloudWatchLogsRoleArn(ROLE));
    trails.startLogging(begin -> begin.name("audit"));
    happen("s3:DeletePublicAccessBlock", "arn:aws:s3:::site", null, "us-east-1");
    happen("s3:PutObject", "arn:aws:s3:::site/index.html", null, "us-east-1");
    trails.stopLogging(end -> end.name("audit"));
    List<FilteredLogEvent> told =
        logs.filterLogEvents(
                filter ->
                    filter
                        .logGroupName("audit")
                        .filterPattern("{ $.eventName = DeleteBucketPublicAccessBlock }"))
            .events();
    assertEquals(1, told.size());
    assertEquals("000000000000_CloudTrail_us-east-1", told.get(0).logStreamName());
    assertEquals(
        "arn:aws:s3:::site", JSON.readTree(told.get(0).message()).at("/resources/0/ARN").asText());
    assertEquals(1, logs.filterLogEvents(filter -> filter.logGroupName("audit")).events().size());
    assertTrue(
        calls.contains("arn:aws:sts::000000000000:assumed-role/trail/CLOUDWATCH_LOGS PutLogEvents"),
        calls.toString());
    assertNotNull(
        trails.getTrailStatus(get -> get.name("audit")).latestCloudWatchLogsDeliveryTime());
  }

  @Test
  void aLogThatCanNotBeWrittenIsRefusedOrShownAndFilesStillCome() {
    assertThrows(
        InvalidCloudWatchLogsRoleArnException.class, () -> logged(GROUP, null), "a role is needed");
    assertThrows(InvalidCloudWatchLogsLogGroupArnException.class, () -> logged(null, ROLE));
    assertThrows(
        InvalidCloudWatchLogsLogGroupArnException.class,
        () -> logged(GROUP.replace(":*", ""), ROLE));
    assertThrows(
        InvalidCloudWatchLogsLogGroupArnException.class,
        () -> logged(GROUP.replace("audit", "other"), ROLE));
    refused = "AssumeRole";
    assertThrows(InvalidCloudWatchLogsRoleArnException.class, () -> logged(GROUP, ROLE));
    refused = "";
    logged(GROUP, ROLE);
    trails.startLogging(begin -> begin.name("audit"));
    refused = "PutLogEvents";
    happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:orders", null, "us-east-1");
    trails.stopLogging(end -> end.name("audit"));
    var status = trails.getTrailStatus(get -> get.name("audit"));
    assertEquals("AccessDenied", status.latestCloudWatchLogsDeliveryError());
    assertNull(status.latestDeliveryError());
    assertEquals(1, keys().size());
  }

  @Test
  void aTrailTellsNothingOfItsOwnLog() {
    logged(GROUP, ROLE);
    trails.startLogging(begin -> begin.name("audit"));
    caller = "arn:aws:sts::000000000000:assumed-role/trail/CLOUDWATCH_LOGS";
    happen("logs:CreateLogStream", "arn:aws:logs:us-east-1:0:log-group:audit", null, "us-east-1");
    trails.stopLogging(end -> end.name("audit"));
    assertEquals(List.of(), keys());
  }

  @Test
  void aTrailGetsALogAndLosesItAgain() {
    first = Instant.now().minusSeconds(60);
    trails.createTrail(create -> create.name("audit").s3BucketName("audit"));
    trails.updateTrail(
        update ->
            update.name("audit").cloudWatchLogsLogGroupArn(GROUP).cloudWatchLogsRoleArn(ROLE));
    assertEquals(
        GROUP, trails.getTrail(get -> get.name("audit")).trail().cloudWatchLogsLogGroupArn());
    trails.updateTrail(
        update -> update.name("audit").cloudWatchLogsLogGroupArn("").cloudWatchLogsRoleArn(""));
    assertNull(trails.getTrail(get -> get.name("audit")).trail().cloudWatchLogsRoleArn());
    trails.startLogging(begin -> begin.name("audit"));
    happen("sqs:CreateQueue", "arn:aws:sqs:us-east-1:000000000000:orders", null, "us-east-1");
    trails.stopLogging(end -> end.name("audit"));
    assertEquals(0, logs.filterLogEvents(filter -> filter.logGroupName("audit")).events().size());
  }

  private void logged(@Nullable String group, @Nullable String role) {
    trails.createTrail(
        create ->
            create
                .name("audit")
                .s3BucketName("audit")
                .cloudWatchLogsLogGroupArn(group)
                .cloudWatchLogsRoleArn(role));
  }

  private int found(LookupAttributeKey key, String value) {
    return trails
        .lookupEvents(
            look -> look.lookupAttributes(one -> one.attributeKey(key).attributeValue(value)))
        .events()
        .size();
  }

  private List<String> keys() {
    return s3.listObjectsV2(list -> list.bucket("audit")).contents().stream()
        .map(object -> object.key())
        .filter(key -> key.endsWith(".gz"))
        .toList();
  }

  private String unpacked(String key) throws IOException {
    var stored =
        s3.getObject(get -> get.bucket("audit").key(key), ResponseTransformer.toInputStream());
    try (GZIPInputStream gzip = new GZIPInputStream(stored)) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void happen(String action, String resource, @Nullable String error, String region) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("region", region);
    facts.put("requestId", "request-" + hops.size());
    facts.put("caller", caller);
    facts.put("sourceIp", "127.0.0.1");
    facts.put("userAgent", "test");
    hops.add(
        new Hop(
            "hop-" + hops.size(),
            Hop.Kind.AWS,
            new Trace("root", null),
            "checkout",
            action.substring(0, action.indexOf(':')),
            action,
            resource,
            first.plusSeconds(hops.size()),
            Duration.ofMillis(1),
            error == null ? 200 : 403,
            error,
            "{\"QueueName\":\"orders\"}",
            error == null ? "{\"QueueUrl\":\"u\"}" : "no",
            facts));
  }
}
