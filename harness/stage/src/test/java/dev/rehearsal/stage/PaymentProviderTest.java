package dev.rehearsal.stage;

import static com.github.tomakehurst.wiremock.client.WireMock.serviceUnavailable;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import dev.rehearsal.cloud.Ids;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Hop;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaymentProviderTest {

  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();
  private Duration patience = Duration.ofSeconds(20);
  private final HttpClient http = HttpClient.newHttpClient();
  private final PaymentProvider provider =
      PaymentProvider.start(
          new PaymentProvider.Settings("sk_test", "whsec", Duration.ofSeconds(30)),
          new Ids(1),
          hops::add,
          point -> fault.getAndSet(null));

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void theSameKeyTwiceIsTheSameCharge() throws Exception {
    HttpResponse<String> first = charge("o1", 1250, "tok_visa");
    HttpResponse<String> second = charge("o1", 1250, "tok_visa");
    assertEquals(201, first.statusCode());
    assertEquals(first.body(), second.body());
    assertEquals(1, provider.charges("o1").size());
    assertEquals(2, provider.charges("o1").get(0).requests());
    assertEquals(422, charge("o1", 9999, "tok_visa").statusCode());
  }

  @Test
  void aDeclinedCardCapturesNothing() throws Exception {
    HttpResponse<String> answer = charge("o1", 1250, "tok_declined");
    assertEquals(402, answer.statusCode());
    assertTrue(answer.body().contains("card_declined"));
    assertEquals("declined", provider.charges("o1").get(0).status());
  }

  @Test
  void aTimeoutCapturesButAnswersTooLate() throws Exception {
    patience = Duration.ofMillis(700);
    assertThrows(HttpTimeoutException.class, () -> charge("o1", 1250, "tok_timeout"));
    patience = Duration.ofSeconds(20);
    assertTrue(get("/charges?order=o1").body().contains("captured"));
  }

  @Test
  void garbageCapturesAndAnErrorDoesNot() throws Exception {
    assertFalse(charge("o1", 1250, "tok_garbage").body().startsWith("{"));
    assertEquals("captured", provider.charges("o1").get(0).status());
    assertEquals(500, charge("o2", 1250, "tok_error").statusCode());
    assertTrue(provider.charges("o2").isEmpty());
  }

  @Test
  void aChargeIsRefundedOnce() throws Exception {
    charge("o1", 1250, "tok_visa");
    String body = "{\"charge\":\"" + provider.charges("o1").get(0).id() + "\",\"amount\":1250}";
    assertEquals(201, post("/refunds", "r1", body).statusCode());
    assertEquals(201, post("/refunds", "r1", body).statusCode());
    assertEquals(409, post("/refunds", "r2", body).statusCode());
    assertEquals(1, provider.refunds().size());
    assertEquals("refunded", provider.charges("o1").get(0).status());
  }

  @Test
  void everyRequestIsAHopWithoutItsToken() throws Exception {
    charge("o1", 1250, "tok_visa");
    Hop hop = hops.get(0);
    assertEquals("POST /charges", hop.action());
    assertEquals("1-5f-abc", hop.trace().root());
    assertEquals("o1", hop.facts().get("idempotency-key"));
    assertFalse(hop.toString().contains("tok_visa"));
    assertFalse(hop.toString().contains("sk_test"));
  }

  @Test
  void aStubGoesFirstUntilItIsRemoved() throws Exception {
    var stub =
        provider.stub(WireMock.post(urlEqualTo("/charges")).willReturn(serviceUnavailable()));
    assertEquals(503, charge("o1", 1250, "tok_visa").statusCode());
    provider.remove(stub);
    assertEquals(201, charge("o1", 1250, "tok_visa").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, 500, 0, 0",
    "THROTTLE, 429, 0, 0",
    "DECLINE, 402, 1, 0",
    "DUPLICATE, 201, 1, 1",
    "GARBAGE, 201, 1, 1"
  })
  void aPlannedFaultIsAnsweredAndIsInTheLedger(
      Fault.Kind kind, int status, int charges, int captured) throws Exception {
    plan(kind);
    assertEquals(status, charge("o1", 1250, "tok_visa").statusCode());
    assertEquals(charges, provider.charges("o1").size());
    assertEquals(
        captured,
        provider.charges("o1").stream().filter(each -> each.status().equals("captured")).count());
    assertEquals(kind.text() + " by a test", hops.get(0).facts().get("fault"));
  }

  @Test
  void aDroppedAnswerHasCapturedAndACutConnectionHasNot() throws Exception {
    plan(Fault.Kind.DROP);
    assertThrows(IOException.class, () -> charge("o1", 1250, "tok_visa"));
    assertEquals(1, provider.charges("o1").size());
    plan(Fault.Kind.RESET);
    assertThrows(IOException.class, () -> charge("o2", 1250, "tok_visa"));
    assertTrue(provider.charges("o2").isEmpty());
  }

  private void plan(Fault.Kind kind) {
    fault.set(new Fault(kind, null, null, "a test"));
  }

  @Test
  void aWrongKeyIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(provider.address().resolve("/charges?order=o1")).build();
    assertEquals(401, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
  }

  private HttpResponse<String> charge(String order, long amount, String token)
      throws IOException, InterruptedException {
    return post(
        "/charges",
        order,
        "{\"amount\":%d,\"currency\":\"EUR\",\"token\":\"%s\",\"order\":\"%s\"}"
            .formatted(amount, token, order));
  }

  private HttpResponse<String> post(String path, String key, String body)
      throws IOException, InterruptedException {
    return http.send(
        request(path)
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(provider.address().resolve(path))
        .timeout(patience)
        .header("Authorization", "Bearer sk_test")
        .header("X-Amzn-Trace-Id", "Root=1-5f-abc;Parent=p1");
  }
}
