package dev.t2s.shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.t2s.shop.cart.CartFixture;
import dev.t2s.shop.catalog.CatalogFixture;
import dev.t2s.shop.notifications.NotificationsFixture;
import dev.t2s.shop.outbox.RelayFixture;
import dev.t2s.shop.runtime.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShoppingTest {

  private static final String GUEST = "0f8fad5b-d9cb-469f-a165-70867728950e";

  private static ShopFixture street;
  private static Shop shop;
  private static RequestStreamHandler cart;

  @BeforeAll
  static void open() throws Exception {
    street = new ShopFixture();
    shop = street.shop();
    cart = CartFixture.handler(shop);
    street.world.stubFor(
        WireMock.post("/")
            .withRequestBody(WireMock.containing("Action=Publish"))
            .willReturn(
                WireMock.ok(
                    "<PublishResponse><PublishResult><MessageId>m1</MessageId></PublishResult>"
                        + "</PublishResponse>")));
    street.world.stubFor(
        WireMock.post("/")
            .withRequestBody(WireMock.containing("Action=SendEmail"))
            .willReturn(
                WireMock.ok(
                    "<SendEmailResponse><SendEmailResult><MessageId>m2</MessageId>"
                        + "</SendEmailResult></SendEmailResponse>")));
  }

  @AfterAll
  static void shut() throws IOException {
    street.close();
  }

  @BeforeEach
  void stock() throws Exception {
    street.stocked(3, 1250);
    shop.carts.clear("ada");
    shop.carts.clear("guest:" + GUEST);
  }

  @Test
  void theCatalogueShowsWhatIsListed() throws Exception {
    RequestStreamHandler catalog = CatalogFixture.handler(shop);
    Json list = body(CheckoutTest.call(catalog, "GET /products", "", Map.of(), Map.of(), ""));
    assertEquals("mug", list.objects("products").get(0).text("sku").orElseThrow());
    Map<String, String> sku = Map.of("sku", "mug");
    Json mug = body(CheckoutTest.call(catalog, "GET /products/{sku}", "", sku, Map.of(), ""));
    assertEquals(1250, mug.object("price").number("amount").orElseThrow());
    Map<String, String> none = Map.of("sku", "cup");
    Json missing = CheckoutTest.call(catalog, "GET /products/{sku}", "", none, Map.of(), "");
    assertEquals(404, missing.number("statusCode").orElseThrow());
    assertEquals(
        "application/problem+json", missing.object("headers").text("content-type").orElseThrow());
  }

  @Test
  void aGuestsCartBecomesTheCustomersOnce() throws Exception {
    Map<String, String> guest = Map.of("x-guest-session", GUEST);
    put("PUT /guest/cart/items/{sku}", "", guest, 2);
    put("PUT /cart/items/{sku}", "ada", Map.of(), 1);
    for (int i = 0; i < 2; i++) {
      Json merged = body(CheckoutTest.call(cart, "GET /cart", "ada", Map.of(), guest, ""));
      assertEquals(3, merged.objects("items").get(0).number("quantity").orElseThrow());
      assertEquals(3750, merged.object("total").number("amount").orElseThrow());
    }
    assertTrue(shop.carts.lines("guest:" + GUEST).isEmpty());
  }

  @Test
  void aQuantityOutOfBoundsIsRefused() throws Exception {
    for (int quantity : new int[] {0, -1, 100}) {
      Json answer = put("PUT /cart/items/{sku}", "ada", Map.of(), quantity);
      assertEquals(400, answer.number("statusCode").orElseThrow());
    }
  }

  @Test
  void anEventGoesOutOnceWithItsTrace() throws Exception {
    System.setProperty("com.amazonaws.xray.traceHeader", "Root=1-order");
    try {
      put("PUT /cart/items/{sku}", "ada", Map.of(), 1);
      Json placed =
          CheckoutTest.call(
              new CheckoutHandler(shop),
              "POST /orders",
              "ada",
              Map.of(),
              Map.of("idempotency-key", "k1"),
              "{\"payment\":{\"token\":\"tok_visa\"},\"contact\":{\"phone\":\"+4915112345678\"}}");
      assertEquals(201, placed.number("statusCode").orElseThrow());
      System.setProperty("com.amazonaws.xray.traceHeader", "Root=1-relay");
      RelayFixture.run(street, shop);
      RelayFixture.run(street, shop);
    } finally {
      System.clearProperty("com.amazonaws.xray.traceHeader");
    }
    List<LoggedRequest> published = calls("Action=Publish");
    assertEquals(1, published.size());
    assertEquals(List.of("Root=1-order"), published.get(0).header("X-Amzn-Trace-Id").values());
    String form = decoded(published.get(0));
    assertTrue(form.contains("Value.StringValue=Root=1-order"), form);
    String message = street.select("select payload from outbox");

    street.world.resetRequests();
    String batch =
        Json.write(
            Json.of(
                "Records",
                List.of(
                    record("a", String.valueOf(message)),
                    record("b", String.valueOf(message)),
                    record("poison", "{\"no\":\"order\"}"))));
    Json answer = NotificationsFixture.deliver(street, batch);
    assertEquals(1, answer.objects("batchItemFailures").size());
    assertEquals(
        "poison", answer.objects("batchItemFailures").get(0).text("itemIdentifier").orElseThrow());
    List<LoggedRequest> mails = calls("Action=SendEmail");
    assertEquals(1, mails.size());
    assertTrue(
        decoded(mails.get(0)).contains(String.valueOf(street.select("select id from orders"))));
    assertEquals("Root=1-order", mails.get(0).getHeader("X-Amzn-Trace-Id"));
    assertEquals(1, calls("Action=Publish").size());
  }

  private static Map<String, Object> record(String id, String body) {
    return Json.of(
        "messageId", id, "body", body, "attributes", Json.of("AWSTraceHeader", "Root=1-order"));
  }

  private static List<LoggedRequest> calls(String action) {
    return street.world.findAll(
        WireMock.postRequestedFor(WireMock.urlEqualTo("/"))
            .withRequestBody(WireMock.containing(action)));
  }

  private static String decoded(LoggedRequest request) {
    return URLDecoder.decode(request.getBodyAsString(), StandardCharsets.UTF_8);
  }

  private static Json put(String route, String customer, Map<String, String> headers, int quantity)
      throws IOException {
    return CheckoutTest.call(
        cart, route, customer, Map.of("sku", "mug"), headers, "{\"quantity\":" + quantity + "}");
  }

  private static Json body(Json answer) {
    return Json.parse(answer.text("body").orElseThrow());
  }
}
