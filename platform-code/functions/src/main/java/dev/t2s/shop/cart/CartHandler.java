package dev.t2s.shop.cart;

import dev.t2s.shop.catalog.Products;
import dev.t2s.shop.domain.CartLine;
import dev.t2s.shop.domain.Money;
import dev.t2s.shop.domain.Product;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Customer;
import dev.t2s.shop.runtime.HttpFunction;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.OriginGuard;
import dev.t2s.shop.runtime.Problem;
import dev.t2s.shop.runtime.Request;
import dev.t2s.shop.runtime.Response;
import dev.t2s.shop.runtime.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Carts of customers, and of guests until they sign in. */
public final class CartHandler extends HttpFunction {

  /** What Lambda calls. */
  public CartHandler() {
    this(Settings.ofProcess(), new AwsClients(Settings.ofProcess()));
    warm();
  }

  private CartHandler(Settings settings, AwsClients aws) {
    this(settings, aws, aws.dynamoDb());
  }

  private CartHandler(Settings settings, AwsClients aws, DynamoDbClient dynamoDb) {
    this(
        settings,
        new OriginGuard(aws.signedCalls(), settings),
        new Carts(dynamoDb, settings),
        new Products(dynamoDb, settings));
  }

  CartHandler(Settings settings, OriginGuard guard, Carts carts, Products products) {
    super(new Log("cart"), guard, routes(settings, carts, products));
  }

  private static Map<String, Route> routes(Settings settings, Carts carts, Products products) {
    Map<String, Route> routes = new HashMap<>();
    Function<Request, String> customer = request -> customer(request, settings, carts);
    Function<Request, String> guest =
        request ->
            Customer.guest(request)
                .orElseThrow(() -> Problem.invalid("A guest's cart needs X-Guest-Session."));
    Map.of("", customer, "/guest", guest)
        .forEach(
            (prefix, owner) -> {
              routes.put(
                  "GET " + prefix + "/cart",
                  request -> show(owner.apply(request), carts, products));
              routes.put(
                  "DELETE " + prefix + "/cart",
                  request -> {
                    carts.clear(owner.apply(request));
                    return Response.empty();
                  });
              routes.put(
                  "PUT " + prefix + "/cart/items/{sku}",
                  request -> put(request, owner.apply(request), carts, products));
              routes.put(
                  "DELETE " + prefix + "/cart/items/{sku}",
                  request -> {
                    String of = owner.apply(request);
                    carts.remove(of, request.parameter("sku"));
                    return show(of, carts, products);
                  });
            });
    return routes;
  }

  /** Who is signed in; what they chose as a guest becomes theirs. */
  private static String customer(Request request, Settings settings, Carts carts) {
    String customer = Customer.of(request, settings).id();
    Customer.guest(request)
        .filter(guest -> !guest.equals(customer))
        .ifPresent(guest -> carts.merge(guest, customer));
    return customer;
  }

  private static Response put(Request request, String owner, Carts carts, Products products) {
    String sku = request.parameter("sku");
    long quantity =
        request
            .json()
            .number("quantity")
            .filter(any -> any >= 1 && any <= CartLine.MAX_QUANTITY)
            .orElseThrow(
                () -> Problem.invalid("quantity is a whole number, 1 to " + CartLine.MAX_QUANTITY));
    Product product =
        (Product.isSku(sku) ? products.bySku(sku) : Optional.<Product>empty())
            .orElseThrow(() -> Problem.notFound("There is no such product."));
    List<CartLine> lines = carts.lines(owner);
    if (lines.size() >= CartLine.MAX_LINES
        && lines.stream().noneMatch(line -> line.sku().equals(sku))) {
      throw Problem.invalid("A cart has at most " + CartLine.MAX_LINES + " different products.");
    }
    carts.put(owner, new CartLine(sku, (int) quantity, product.price()));
    return show(owner, carts, products);
  }

  private static Response show(String owner, Carts carts, Products products) {
    List<CartLine> lines = carts.lines(owner);
    Map<String, Product> known = products.bySkus(lines.stream().map(CartLine::sku).toList());
    List<Map<String, Object>> items = new ArrayList<>();
    Money total = null;
    for (CartLine line : lines) {
      Product product = known.get(line.sku());
      Money price = product == null ? line.seenPrice() : product.price();
      Money sum = price.times(line.quantity());
      total = total == null || !total.currency().equals(sum.currency()) ? sum : total.plus(sum);
      items.add(
          Json.of(
              "sku",
              line.sku(),
              "name",
              product == null ? line.sku() : product.name(),
              "quantity",
              line.quantity(),
              "price",
              Order.money(price),
              "seenPrice",
              price.equals(line.seenPrice()) ? null : Order.money(line.seenPrice()),
              "available",
              product == null ? 0 : product.available()));
    }
    return Response.json(
        200, Json.of("items", items, "total", total == null ? null : Order.money(total)));
  }
}
