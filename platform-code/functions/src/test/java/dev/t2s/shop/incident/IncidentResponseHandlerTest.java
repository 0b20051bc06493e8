package dev.t2s.shop.incident;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
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
    assertTrue(logged.toString(StandardCharsets.UTF_8).contains("198.51.100.7"));
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
    assertFalse(logged.toString(StandardCharsets.UTF_8).contains("alarm answered"));
  }

  private com.github.tomakehurst.wiremock.matching.RequestPatternBuilder updates() {
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
    return Json.write(
        Json.of(
            "Records",
            List.of(
                Json.of(
                    "Sns",
                    Json.of(
                        "Message",
                        Json.write(
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
                                        Json.of("name", "Rule", "value", "sql-injection"))))))))));
  }

  private void handle(String event) throws IOException {
    Settings settings =
        new Settings(
            Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", aws.baseUrl(),
                "WEB_ACL_ARN", "arn:acl",
                "BLOCKED_SET_ID", "id",
                "BLOCKED_SET_NAME", "blocked"));
    new IncidentResponseHandler(
            new Log("incident-response", new PrintStream(logged, true, StandardCharsets.UTF_8)),
            new Firewall(new AwsClients(settings).signedCalls(), settings),
            10)
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            null);
  }
}
