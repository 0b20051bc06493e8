package dev.t2s.shop.catalog;

import dev.t2s.shop.domain.Product;
import dev.t2s.shop.orders.Order;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.HttpFunction;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.OriginGuard;
import dev.t2s.shop.runtime.Problem;
import dev.t2s.shop.runtime.Request;
import dev.t2s.shop.runtime.Response;
import dev.t2s.shop.runtime.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows products to everyone. */
public final class CatalogHandler extends HttpFunction {

  /** What Lambda calls. */
  public CatalogHandler() {
    this(Settings.ofProcess(), new AwsClients(Settings.ofProcess()));
    warm();
  }

  private CatalogHandler(Settings settings, AwsClients aws) {
    this(
        settings,
        new OriginGuard(aws.signedCalls(), settings),
        new Products(aws.dynamoDb(), settings));
  }

  CatalogHandler(Settings settings, OriginGuard guard, Products products) {
    super(
        new Log("catalog"),
        guard,
        Map.of(
            "GET /health", request -> Response.json(200, Json.of("status", "ok")),
            "GET /products", request -> list(request, settings, products),
            "GET /products/{sku}", request -> show(request, products)));
  }

  private static Response list(Request request, Settings settings, Products products) {
    List<String> categories =
        List.of(settings.text("PRODUCT_CATEGORIES", "featured").split("\\s*,\\s*"));
    String wanted = request.query().getOrDefault("category", "");
    String search = request.query().getOrDefault("q", "").strip().toLowerCase(Locale.ROOT);
    if (wanted.length() > 64 || search.length() > 100) {
      throw Problem.invalid("category has at most 64 characters, q at most 100.");
    }
    List<Map<String, Object>> found = new ArrayList<>();
    for (String category : wanted.isEmpty() ? categories : List.of(wanted)) {
      for (Product product : products.inCategory(category)) {
        if (search.isEmpty()
            || product.name().toLowerCase(Locale.ROOT).contains(search)
            || product.description().toLowerCase(Locale.ROOT).contains(search)) {
          found.add(json(product));
        }
      }
    }
    return Response.json(200, Json.of("products", found, "categories", categories))
        .with("cache-control", "public, max-age=10");
  }

  private static Response show(Request request, Products products) {
    String sku = request.parameter("sku");
    if (!Product.isSku(sku)) {
      throw Problem.invalid("A SKU is 1 to 64 letters, digits, dots, dashes and underscores.");
    }
    return products
        .bySku(sku)
        .map(product -> Response.json(200, json(product)))
        .orElseThrow(() -> Problem.notFound("There is no product " + sku + "."));
  }

  private static Map<String, Object> json(Product product) {
    return Json.of(
        "sku", product.sku(),
        "name", product.name(),
        "description", product.description(),
        "category", product.category(),
        "image", product.image(),
        "price", Order.money(product.price()),
        "available", product.available());
  }
}
