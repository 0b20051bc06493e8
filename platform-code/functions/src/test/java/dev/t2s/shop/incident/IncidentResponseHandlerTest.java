package dev.t2s.shop.incident;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToXml;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentResponseHandlerTest {

  private static final String TARGET = "x-amz-target";

  private final WireMockServer aws =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  @BeforeEach
  void start() {
    aws.start();
    answer("UpdateIPSet", 200, "{\"NextLockToken\":\"next\"}");
    answer(
        "GetIPSet", 200, "{\"IPSet\":{\"Addresses\":[\"203.0.113.1/32\"]},\"LockToken\":\"lock\"}");
  }

  @AfterEach
  void stop() {
    aws.stop();
  }

  @Test
  void attackersJoinTheBlockedAndTheCuriousDoNot() throws IOException {
    samples(Map.of("198.51.100.7", 12, "198.51.100.8", 9));
    handle(alarm("ALARM", "AWS/WAFV2"));
    aws.verify(
        1,
        postRequestedFor(urlEqualTo("/"))
            .withHeader(TARGET, equalTo("AWSWAF_20190729.UpdateIPSet"))
            .withRequestBody(matchingJsonPath("$.LockToken", equalTo("lock")))
            .withRequestBody(matchingJsonPath("$.Addresses.length()", equalTo("2")))
            .withRequestBody(matchingJsonPath("$.Addresses[0]", equalTo("198.51.100.7/32")))
            .withRequestBody(matchingJsonPath("$.Addresses[1]", equalTo("203.0.113.1/32"))));
    aws.verify(
        postRequestedFor(urlEqualTo("/"))
            .withHeader(TARGET, equalTo("AWSWAF_20190729.GetSampledRequests"))
            .withRequestBody(matchingJsonPath("$.RuleMetricName", equalTo("sql-injection")))
            .withRequestBody(matchingJsonPath("$.TimeWindow.EndTime", equalTo("1767261601"))));
    assertTrue(logged().contains("198.51.100.7"));
  }

  @Test
  void whoIsBlockedAlreadyCausesNoUpdate() throws IOException {
    samples(Map.of("203.0.113.1", 30));
    handle(alarm("ALARM", "AWS/WAFV2"));
    aws.verify(0, updates());
  }

  @Test
  void anUpdateThatSomeoneElseOvertookIsTriedAgain() throws IOException {
    samples(Map.of("198.51.100.7", 12));
    aws.stubFor(
        post("/")
            .withHeader(TARGET, equalTo("AWSWAF_20190729.UpdateIPSet"))
            .inScenario("race")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(
                aResponse().withStatus(400).withBody("{\"__type\":\"WAFOptimisticLockException\"}"))
            .willSetStateTo("free"));
    aws.stubFor(
        post("/")
            .withHeader(TARGET, equalTo("AWSWAF_20190729.UpdateIPSet"))
            .inScenario("race")
            .whenScenarioStateIs("free")
            .willReturn(aResponse().withStatus(200).withBody("{}")));
    handle(alarm("ALARM", "AWS/WAFV2"));
    aws.verify(2, updates());
  }

  @Test
  void whatIsNoFirewallAlarmIsLeftAlone() throws IOException {
    handle(alarm("OK", "AWS/WAFV2"));
    handle(alarm("ALARM", "AWS/Lambda"));
    assertEquals(0, aws.getAllServeEvents().size());
    assertFalse(logged().contains("alarm answered"));
  }

  @Test
  void aBucketWhoseBlockIsGoneOrHasAGapIsBlockedAgainAndTheOthersAreLeftAlone() throws IOException {
    block("site", 404, "<Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error>");
    block("logs", 200, blocks("true"));
    aws.stubFor(put(anyUrl()).willReturn(aResponse()));
    handle(change("ALARM", "BucketAccessChanges"));
    aws.verify(
        1,
        putRequestedFor(urlEqualTo("/site?publicAccessBlock="))
            .withHeader("x-amz-checksum-sha256", matching(".{43}="))
            .withHeader("x-amz-content-sha256", matching("[0-9a-f]{64}"))
            .withRequestBody(equalToXml(blocks("true"))));
    aws.verify(0, putRequestedFor(urlPathEqualTo("/logs")));
    aws.verify(
        1,
        getRequestedFor(urlPathEqualTo("/logs"))
            .withHeader("x-amz-content-sha256", matching("[0-9a-f]{64}")));
    assertTrue(logged().contains("\"bucketsBlocked\":\"site\""), logged());
    block("logs", 200, blocks("false"));
    handle(change("INSUFFICIENT_DATA", "BucketAccessChanges"));
    aws.verify(1, putRequestedFor(urlPathEqualTo("/logs")));
  }

  @Test
  void aBucketThatMayNotBeLookedAtIsNoBucketThatIsBlocked() {
    block("site", 403, "<Error><Code>AccessDenied</Code></Error>");
    SignedCalls.Refused refused =
        assertThrows(
            SignedCalls.Refused.class, () -> handle(change("ALARM", "BucketAccessChanges")));
    assertEquals("AccessDenied", refused.code());
  }

  @Test
  void rulesThatLetTheWorldInAreRevokedGroupByGroup() throws IOException {
    rules(
        rule("sgr-1", "sg-1", "<cidrIpv4>0.0.0.0/0</cidrIpv4>", false),
        rule("sgr-2", "sg-1", "<cidrIpv6>::/0</cidrIpv6>", false),
        rule("sgr-3", "sg-2", "<cidrIpv4>0.0.0.0/0</cidrIpv4>", false),
        rule("sgr-4", "sg-2", "<cidrIpv4>0.0.0.0/0</cidrIpv4>", true),
        rule("sgr-5", "sg-2", "<cidrIpv4>10.0.0.0/8</cidrIpv4>", false),
        rule("sgr-6", "sg-1", "<referencedGroupInfo/>", false));
    handle(change("ALARM", "NetworkAccessChanges"));
    aws.verify(
        ec2("DescribeSecurityGroupRules")
            .withRequestBody(containing("&Filter.1.Name=group-id"))
            .withRequestBody(containing("&Filter.1.Value.1=sg-1&Filter.1.Value.2=sg-2")));
    aws.verify(2, ec2("RevokeSecurityGroupIngress"));
    aws.verify(
        ec2("RevokeSecurityGroupIngress")
            .withRequestBody(
                containing(
                    "&GroupId=sg-1&SecurityGroupRuleId.1=sgr-1&SecurityGroupRuleId.2=sgr-2")));
    aws.verify(
        ec2("RevokeSecurityGroupIngress")
            .withRequestBody(containing("&GroupId=sg-2&SecurityGroupRuleId.1=sgr-3")));
    assertTrue(logged().contains("\"rulesRevoked\":\"sgr-1 sgr-2 sgr-3\""), logged());
  }

  @Test
  void whereNoRuleIsOpenNoneIsRevoked() throws IOException {
    rules(rule("sgr-6", "sg-1", "<referencedGroupInfo/>", false));
    handle(change("ALARM", "NetworkAccessChanges"));
    aws.verify(0, ec2("RevokeSecurityGroupIngress"));
  }

  private String logged() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  private void block(String bucket, int status, String answer) {
    aws.stubFor(
        get("/" + bucket + "?publicAccessBlock=")
            .willReturn(aResponse().withStatus(status).withBody(answer)));
  }

  private static String blocks(String last) {
    return "<PublicAccessBlockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>"
        + "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>"
        + last
        + "</RestrictPublicBuckets></PublicAccessBlockConfiguration>";
  }

  private void rules(String... rules) {
    aws.stubFor(
        post("/")
            .withRequestBody(containing("Action=DescribeSecurityGroupRules"))
            .willReturn(
                aResponse()
                    .withBody(
                        "<DescribeSecurityGroupRulesResponse><securityGroupRuleSet>"
                            + String.join("", rules)
                            + "</securityGroupRuleSet></DescribeSecurityGroupRulesResponse>")));
    aws.stubFor(
        post("/")
            .withRequestBody(containing("Action=RevokeSecurityGroupIngress"))
            .willReturn(aResponse().withBody("<RevokeSecurityGroupIngressResponse/>")));
  }

  private static String rule(String id, String group, String source, boolean egress) {
    return "<item><securityGroupRuleId>"
        + id
        + "</securityGroupRuleId><groupId>"
        + group
        + "</groupId><isEgress>"
        + egress
        + "</isEgress>"
        + source
        + "</item>";
  }

  private static RequestPatternBuilder ec2(String operation) {
    return postRequestedFor(urlEqualTo("/"))
        .withRequestBody(containing("Action=" + operation + "&Version=2016-11-15"));
  }

  private static String change(String state, String metric) {
    return notification(
        Json.of(
            "AlarmName",
            "change",
            "NewStateValue",
            state,
            "Trigger",
            Json.of("Namespace", "T2S/Audit", "MetricName", metric)));
  }

  private RequestPatternBuilder updates() {
    return postRequestedFor(urlEqualTo("/"))
        .withHeader(TARGET, equalTo("AWSWAF_20190729.UpdateIPSet"));
  }

  private void samples(Map<String, Integer> addresses) {
    List<Object> samples = new ArrayList<>();
    addresses.forEach(
        (address, times) -> {
          for (int i = 0; i < times; i++) {
            samples.add(
                Json.of("Action", "BLOCK", "Request", Json.of("ClientIP", address, "URI", "/")));
          }
        });
    answer("GetSampledRequests", 200, Json.write(Json.of("SampledRequests", samples)));
  }

  private void answer(String operation, int status, String body) {
    aws.stubFor(
        post("/")
            .withHeader(TARGET, equalTo("AWSWAF_20190729." + operation))
            .willReturn(aResponse().withStatus(status).withBody(body)));
  }

  private static String alarm(String state, String namespace) {
    return notification(
        Json.of(
            "AlarmName",
            "attack",
            "NewStateValue",
            state,
            "StateChangeTime",
            "2026-01-01T10:00:00.000+0000",
            "Trigger",
            Json.of(
                "Namespace",
                namespace,
                "Dimensions",
                List.of(
                    Json.of("name", "WebACL", "value", "shop"),
                    Json.of("name", "Rule", "value", "sql-injection")))));
  }

  private static String notification(Map<String, Object> alarm) {
    return Json.write(
        Json.of("Records", List.of(Json.of("Sns", Json.of("Message", Json.write(alarm))))));
  }

  private void handle(String event) throws IOException {
    Settings settings =
        new Settings(
            Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", aws.baseUrl(),
                "WEB_ACL_ARN", "arn:acl",
                "BLOCKED_SET_ID", "id",
                "BLOCKED_SET_NAME", "blocked",
                "BUCKETS", "site,logs",
                "SECURITY_GROUPS", "sg-1,sg-2"));
    new IncidentResponseHandler(
            new Log("incident-response", new PrintStream(logged, true, StandardCharsets.UTF_8)),
            new AwsClients(settings).signedCalls(),
            settings)
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            null);
  }
}
