package dev.t2s.shop.checkout;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.t2s.shop.domain.Money;
import dev.t2s.shop.domain.OrderLine;
import dev.t2s.shop.payments.WebhookFixture;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.sweeper.SweeperFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckoutTest {

  private static ShopFixture street;
  private static Shop shop;
  private static CheckoutHandler checkout;

  @BeforeAll
  static void open() throws Exception {
    street = new ShopFixture();
    shop = street.shop();
    checkout = new CheckoutHandler(shop);
  }

  @AfterAll
  static void shut() throws IOException {
    street.close();
  }

  @BeforeEach
  void stock() throws SQLException {
    street.stocked(3, 1250);
    street.knows("[]");
    shop.carts.clear("ada");
    street.inCart("ada", 2, 1250);
  }

  @Test
  void buys() throws Exception {
    Json answer = order("ada", "k1", "tok_visa");
    assertEquals(201, status(answer), answer.canonical());
    Json order = body(answer);
    assertEquals("CONFIRMED", order.text("state").orElseThrow());
    assertEquals(2500, order.object("total").number("amount").orElseThrow());
    assertEquals("1 0 2", street.counters());
    assertEquals("CAPTURED", street.select("select status from payments"));
    assertEquals("OrderConfirmed", street.select("select type from outbox where sent_at is null"));
    assertTrue(shop.carts.lines("ada").isEmpty());
    street.world.verify(1, postRequestedFor(urlPathMatching("/2015-03-31/functions/relay/.*")));
    String log = street.logged.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("OrdersPlaced"));
    assertFalse(log.contains("tok_visa") || log.contains("sk_test"));
  }

  @Test
  void theSameKeyTwiceIsOneOrder() throws Exception {
    Json first = order("ada", "k1", "tok_visa");
    street.inCart("ada", 1, 1250);
    Json second = order("ada", "k1", "tok_visa");
    assertEquals(201, status(second));
    assertEquals(body(first).text("id"), body(second).text("id"));
    assertEquals("1 0 2", street.counters());
    assertEquals(422, status(order("ada", "k1", "tok_other")));
    street.world.verify(1, postRequestedFor(urlEqualTo("/charges")));
  }

  @Test
  void aDeclinedCardGivesTheStockBack() throws Exception {
    assertEquals(402, status(order("ada", "k1", "tok_declined")));
    assertEquals("3 0 0", street.counters());
    assertEquals("DECLINED", street.select("select state from orders"));
    assertEquals(402, status(order("ada", "k1", "tok_declined")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tok_timeout", "tok_garbage"})
  void anUnknownOutcomeIsSettledByTheSweeperWhenCaptured(String token) throws Exception {
    assertEquals(202, status(order("ada", "k1", token)));
    assertEquals("1 2 0", street.counters());
    assertEquals("UNKNOWN", street.select("select status from payments"));
    assertEquals(202, status(order("ada", "k1", token)));
    street.knows("[{\"id\":\"ch_9\",\"status\":\"captured\"}]");
    sweepIn(6);
    assertEquals("CONFIRMED", street.select("select state from orders"));
    assertEquals("1 0 2", street.counters());
    assertEquals("ch_9", street.select("select provider_reference from payments"));
  }

  @Test
  void anUnknownOutcomeWithoutChargeEndsAfterTheGrace() throws Exception {
    assertEquals(202, status(order("ada", "k1", "tok_error")));
    sweepIn(10);
    assertEquals("PENDING", street.select("select state from orders"));
    sweepIn(40);
    assertEquals("FAILED", street.select("select state from orders"));
    assertEquals("3 0 0", street.counters());
    assertEquals(402, status(order("ada", "k1", "tok_error")));
  }

  @Test
  void moneyCapturedAfterTheOrderFailedGoesBack() throws Exception {
    Json pending = order("ada", "k1", "tok_error");
    sweepIn(40);
    shop.settlement.captured(body(pending).text("id").orElseThrow(), "ch_late");
    assertEquals("REFUNDED", street.select("select status from payments"));
    assertEquals("3 0 0", street.counters());
  }

  @Test
  void aProviderThatRefusesTheShopFailsTheOrder() throws Exception {
    assertEquals(503, status(order("ada", "k1", "tok_refused")));
    assertEquals("3 0 0", street.counters());
  }

  @Test
  void whatIsNotThereIsNotSold() throws Exception {
    street.inCart("ada", 4, 1250);
    Json answer = order("ada", "k1", "tok_visa");
    assertEquals(409, status(answer));
    assertEquals("OUT_OF_STOCK", body(answer).text("code").orElseThrow());
    assertEquals(3, body(answer).number("available").orElseThrow());
    assertEquals("3 0 0", street.counters());
    street.world.verify(0, postRequestedFor(urlEqualTo("/charges")));
  }

  @Test
  void aPriceThatMovedIsNotChargedUnseen() throws Exception {
    street.inCart("ada", 1, 1000);
    Json answer = order("ada", "k1", "tok_visa");
    assertEquals(409, status(answer));
    assertEquals("PRICE_CHANGED", body(answer).text("code").orElseThrow());
  }

  @Test
  void rivalsForTheLastItemsGetOnlyWhatThereIs() throws Exception {
    List<Callable<Json>> rivals = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String rival = "rival" + i;
      street.inCart(rival, 1, 1250);
      street.world.stubFor(captures(rival));
      CheckoutHandler own = new CheckoutHandler(street.shop());
      rivals.add(() -> order(own, rival, "k", "tok_" + rival));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    int sold = 0;
    int refused = 0;
    for (Future<Json> each : threads.invokeAll(rivals)) {
      int status = status(each.get());
      sold += status == 201 ? 1 : 0;
      refused += status == 409 ? 1 : 0;
    }
    threads.shutdown();
    assertEquals("3 3", sold + " " + refused);
    assertEquals("0 0 3", street.counters());
  }

  @Test
  void oneKeyAtOnceIsOneOrder() throws Exception {
    List<Callable<Json>> twins = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      CheckoutHandler own = new CheckoutHandler(street.shop());
      twins.add(() -> order(own, "ada", "k1", "tok_visa"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (Future<Json> each : threads.invokeAll(twins)) {
      assertTrue(List.of(201, 409).contains(status(each.get())));
    }
    threads.shutdown();
    assertEquals("1", street.select("select count(*) from orders"));
    assertEquals("1 0 2", street.counters());
    street.world.verify(1, postRequestedFor(urlEqualTo("/charges")));
  }

  @Test
  void aCancelledOrderIsRefundedAndRestockedOnce() throws Exception {
    String id = body(order("ada", "k1", "tok_visa")).text("id").orElseThrow();
    Json answer = call(checkout, "POST /orders/{id}/cancel", "ada", Map.of("id", id), Map.of(), "");
    assertEquals(200, status(answer), answer.canonical());
    assertEquals("REFUNDED", body(answer).object("payment").text("status").orElseThrow());
    call(checkout, "POST /orders/{id}/cancel", "ada", Map.of("id", id), Map.of(), "");
    assertEquals("3 0 0", street.counters());
    assertEquals("2", street.select("select count(*) from outbox"));
    street.world.verify(1, postRequestedFor(urlEqualTo("/refunds")));
  }

  @Test
  void anothersOrderIsNotThere() throws Exception {
    String id = body(order("ada", "k1", "tok_visa")).text("id").orElseThrow();
    Map<String, String> path = Map.of("id", id);
    assertEquals(200, status(call(checkout, "GET /orders/{id}", "ada", path, Map.of(), "")));
    assertEquals(404, status(call(checkout, "GET /orders/{id}", "eve", path, Map.of(), "")));
    assertEquals(
        404, status(call(checkout, "POST /orders/{id}/cancel", "eve", path, Map.of(), "")));
  }

  @ParameterizedTest
  @CsvSource({
    "[staff],200,404",
    "[others staff],200,404",
    "[staffing],404,404",
    "[],404,404",
    "staff,404,404"
  })
  void onlyStaffSeesAnothersOrderAndChangesNothing(String groups, int seen, int cancelled)
      throws Exception {
    String id = body(order("ada", "k1", "tok_visa")).text("id").orElseThrow();
    assertEquals(seen, status(asMemberOf(groups, "GET /orders/{id}", id)));
    assertEquals(cancelled, status(asMemberOf(groups, "POST /orders/{id}/cancel", id)));
    assertEquals(404, status(asMemberOf(groups, "GET /orders/{id}", "none")));
  }

  private static Json asMemberOf(String groups, String route, String id) throws IOException {
    String event =
        ShopFixture.event(route, "eve", Map.of("id", id), Map.of(), "")
            .replace("\"sub\":", "\"cognito:groups\":\"" + groups + "\",\"sub\":");
    return call(checkout, event);
  }

  @Test
  void whoIsNotWelcomeIsTold() throws Exception {
    assertEquals(401, status(order("", "k1", "tok_visa")));
    assertEquals(
        403,
        status(
            call(
                checkout, "GET /orders", "ada", Map.of(), Map.of("x-origin-secret", "guess"), "")));
    assertEquals(400, status(call(checkout, "POST /orders", "ada", Map.of(), Map.of(), "{}")));
    Map<String, String> key = Map.of("idempotency-key", "k1");
    assertEquals(400, status(call(checkout, "POST /orders", "ada", Map.of(), key, "{")));
    assertEquals(400, status(call(checkout, "POST /orders", "ada", Map.of(), key, "{}")));
    assertEquals(404, status(call(checkout, "GET /nothing", "ada", Map.of(), Map.of(), "")));
  }

  @Test
  void aConnectionThatBrokeIsReplaced() throws Exception {
    shop.database.transaction(sql -> "connected");
    street.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'shop_app'");
    assertEquals(201, status(order("ada", "k1", "tok_visa")));
  }

  @Test
  void aCaptureThatTheDatabaseMissesIsCompletedByTheSweeper() throws Exception {
    street.sql("alter table payments rename to payments_away");
    Json answer;
    try {
      answer = order("ada", "k1", "tok_visa");
    } finally {
      street.sql("alter table payments_away rename to payments");
    }
    assertEquals(202, status(answer), answer.canonical());
    street.knows("[{\"id\":\"ch_1\",\"status\":\"captured\"}]");
    sweepIn(40);
    assertEquals("CONFIRMED", street.select("select state from orders"));
    assertEquals("1 0 2", street.counters());
  }

  @Test
  void aHoldWithoutOrderIsFreed() throws Exception {
    shop.stock.hold("ord_lost", List.of(new OrderLine("mug", "Mug", 2, new Money(1250, "EUR"))));
    assertEquals("1 2 0", street.counters());
    sweepIn(61);
    assertEquals("3 0 0", street.counters());
  }

  @Test
  void theProvidersEventCountsOnce() throws Exception {
    String id = body(order("ada", "k1", "tok_timeout")).text("id").orElseThrow();
    String event =
        "{\"id\":\"evt_1\",\"type\":\"charge.captured\",\"charge\":{\"id\":\"ch_7\",\"order\":\""
            + id
            + "\",\"amount\":2500,\"currency\":\"EUR\"}}";
    RequestStreamHandler webhook = WebhookFixture.handler(shop);
    Map<String, String> signed = WebhookFixture.signed(event, Instant.now());
    Json first = call(webhook, "POST /webhooks/payments", "", Map.of(), signed, event);
    assertEquals("applied", body(first).text("outcome").orElseThrow(), first.canonical());
    Json second = call(webhook, "POST /webhooks/payments", "", Map.of(), signed, event);
    assertEquals("ignored", body(second).text("outcome").orElseThrow());
    assertEquals("1 0 2", street.counters());
    assertEquals("1", street.select("select count(*) from outbox"));
    Map<String, String> old = WebhookFixture.signed(event, Instant.now().minusSeconds(400));
    assertEquals(401, status(call(webhook, "POST /webhooks/payments", "", Map.of(), old, event)));
    assertEquals(
        401, status(call(webhook, "POST /webhooks/payments", "", Map.of(), signed, event + " ")));
  }

  private static MappingBuilder captures(String rival) {
    return WireMock.post(urlEqualTo("/charges"))
        .withRequestBody(WireMock.containing("tok_" + rival + "\""))
        .willReturn(
            WireMock.created().withBody("{\"id\":\"ch_" + rival + "\",\"status\":\"captured\"}"));
  }

  private static void sweepIn(long seconds) throws IOException {
    SweeperFixture.sweep(shop, Instant.now().plusSeconds(seconds));
  }

  private static Json order(String customer, String key, String token) throws IOException {
    return order(checkout, customer, key, token);
  }

  private static Json order(RequestStreamHandler handler, String customer, String key, String token)
      throws IOException {
    return call(
        handler,
        "POST /orders",
        customer,
        Map.of(),
        Map.of("idempotency-key", key),
        "{\"payment\":{\"token\":\"" + token + "\"}}");
  }

  static Json call(
      RequestStreamHandler handler,
      String route,
      String customer,
      Map<String, String> path,
      Map<String, String> headers,
      String body)
      throws IOException {
    return call(handler, ShopFixture.event(route, customer, path, headers, body));
  }

  private static Json call(RequestStreamHandler handler, String event) throws IOException {
    var output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, null);
    return Json.parse(output.toString(StandardCharsets.UTF_8));
  }

  private static int status(Json answer) {
    return Math.toIntExact(answer.number("statusCode").orElseThrow());
  }

  private static Json body(Json answer) {
    return Json.parse(answer.text("body").orElseThrow());
  }
}
