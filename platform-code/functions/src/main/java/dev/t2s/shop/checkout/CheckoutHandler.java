package dev.t2s.shop.checkout;

import dev.t2s.shop.domain.OrderState;
import dev.t2s.shop.domain.PaymentStatus;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.orders.Orders;
import dev.t2s.shop.runtime.Customer;
import dev.t2s.shop.runtime.HttpFunction;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.OriginGuard;
import dev.t2s.shop.runtime.Problem;
import dev.t2s.shop.runtime.Request;
import dev.t2s.shop.runtime.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders of customers: places, shows and cancels them. */
public final class CheckoutHandler extends HttpFunction {

  /** Who answers customers' questions: the group of the user pool that may see every order. */
  private static final String STAFF = "staff";

  /** What Lambda calls. */
  public CheckoutHandler() {
    this(Shop.ofProcess("checkout"));
    warm();
  }

  CheckoutHandler(Shop shop) {
    super(
        shop.log,
        new OriginGuard(shop.calls, shop.settings),
        Map.of(
            "POST /orders", request -> place(request, shop),
            "GET /orders", request -> list(request, shop),
            "GET /orders/{id}", request -> show(request, shop),
            "POST /orders/{id}/cancel", request -> cancel(request, shop)));
  }

  private static Response place(Request request, Shop shop) {
    Customer customer = Customer.of(request, shop.settings);
    String key =
        request
            .header("idempotency-key")
            .filter(any -> any.matches("[\\x21-\\x7e]{1,128}"))
            .orElseThrow(
                () -> Problem.invalid("Send an Idempotency-Key of 1 to 128 characters; a UUID."));
    Json body = request.json();
    String token =
        body.object("payment")
            .text("token")
            .filter(any -> any.matches("tok_[A-Za-z0-9_]{1,64}"))
            .orElseThrow(() -> Problem.invalid("payment.token must be a token of the provider."));
    Json contact = body.object("contact");
    Customer reachable =
        customer.reachableAt(
            contact
                .text("email")
                .filter(any -> any.matches("[^@\\s<>\"]{1,64}@[^@\\s<>\"]{1,190}")),
            contact.text("phone").filter(any -> any.matches("\\+[1-9][0-9]{6,14}")));
    return new Checkout(
            shop.database,
            shop.products,
            shop.carts,
            shop.stock,
            shop.provider,
            shop.settlement,
            shop.log)
        .place(new Checkout.Ask(reachable, key, hash(body.canonical()), token));
  }

  private static Response list(Request request, Shop shop) {
    String customer = Customer.of(request, shop.settings).id();
    List<Order> orders = shop.database.transaction(sql -> Orders.of(sql, customer, 50));
    return Response.json(200, Json.of("orders", orders.stream().map(Order::toJson).toList()));
  }

  private static Response show(Request request, Shop shop) {
    Customer customer = Customer.of(request, shop.settings);
    String id = request.parameter("id");
    boolean staff = request.groups().contains(STAFF);
    Order order =
        shop.database.transaction(
            sql -> {
              Optional<Order> found = Orders.byId(sql, id);
              return staff && found.isPresent() ? found.get() : own(found, customer);
            });
    return Response.json(200, order.toJson());
  }

  private static Response cancel(Request request, Shop shop) {
    Customer customer = Customer.of(request, shop.settings);
    String id = request.parameter("id");
    Order cancelled =
        shop.database.transaction(
            sql -> {
              Order order = own(Orders.lock(sql, id), customer);
              return switch (order.state()) {
                case CONFIRMED -> shop.settlement.recordCancellation(sql, order);
                case CANCELLED -> order;
                case PENDING ->
                    throw Problem.conflict(
                        "IN_PROGRESS",
                        "The order is being placed",
                        "It can be cancelled once its payment is known.");
                case DECLINED, FAILED ->
                    throw Problem.conflict(
                        "NOT_CANCELLABLE",
                        "There is nothing to cancel",
                        "The order came to nothing; nothing was charged.");
              };
            });
    Order now =
        cancelled.state() == OrderState.CANCELLED && cancelled.payment() == PaymentStatus.REFUNDING
            ? shop.settlement.finish(cancelled)
            : cancelled;
    return Response.json(now.payment() == PaymentStatus.REFUNDING ? 202 : 200, now.toJson());
  }

  /** Another customer's order is no different from none. */
  private static Order own(Optional<Order> order, Customer customer) {
    return order
        .filter(any -> any.customer().id().equals(customer.id()))
        .orElseThrow(() -> Problem.notFound("There is no such order."));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JVM has SHA-256.", impossible);
    }
  }
}
