package dev.t2s.shop.checkout;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.created;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.t2s.shop.runtime.Attributes.n;
import static dev.t2s.shop.runtime.Attributes.number;
import static dev.t2s.shop.runtime.Attributes.s;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** The shop on a real PostgreSQL and DynamoDB Local; the payment provider and AWS are stubs. */
public final class ShopFixture implements AutoCloseable {

  public static final String ORIGIN = "let-me-in";
  public static final String WEBHOOK_KEY = "whsec";

  public final WireMockServer world =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
  private final EmbeddedPostgres postgres;
  private final AmazonDynamoDBLocal local = DynamoDBEmbedded.create(true);
  public final DynamoDbClient dynamoDb = local.dynamoDbClient();
  public final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  public final Settings settings;

  public ShopFixture() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().start();
    try (Connection master = postgres.getPostgresDatabase().getConnection();
        Statement statement = master.createStatement()) {
      statement.execute("create role shop_app login");
    }
    Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
    world.start();
    settings =
        new Settings(
            Map.ofEntries(
                Map.entry("AWS_REGION", "eu-central-1"),
                Map.entry("AWS_ENDPOINT_URL", world.baseUrl()),
                Map.entry("PRODUCTS_TABLE", "products"),
                Map.entry("CARTS_TABLE", "carts"),
                Map.entry("RESERVATIONS_TABLE", "reservations"),
                Map.entry("NOTIFICATIONS_TABLE", "notifications"),
                Map.entry("DATABASE_HOST", "localhost"),
                Map.entry("DATABASE_PORT", String.valueOf(postgres.getPort())),
                Map.entry("DATABASE_NAME", "postgres"),
                Map.entry("DATABASE_SSLMODE", "disable"),
                Map.entry("DATABASE_SECRET_ARN", "database"),
                Map.entry("PAYMENT_SECRET_ARN", "payment"),
                Map.entry("PAYMENT_PROVIDER_URL", world.baseUrl()),
                Map.entry("PAYMENT_TIMEOUT_MILLIS", "700"),
                Map.entry("ORIGIN_SECRET_PARAMETER", "/origin"),
                Map.entry("OUTBOX_RELAY_FUNCTION", "relay"),
                Map.entry("ORDER_EVENTS_TOPIC_ARN", "arn:aws:sns:eu-central-1:1:order-events"),
                Map.entry("SENDER_ADDRESS", "shop@example.com"),
                Map.entry("SHOP_NAME", "T2S")));
    table("products", "sku", null, "category", "category", "sku");
    table("carts", "owner", "sku", null, "", "");
    table("reservations", "orderId", "sku", "status-expiry", "status", "expiresAt");
    table("notifications", "id", null, null, "", "");
    world.stubFor(
        post(urlEqualTo("/"))
            .withHeader("x-amz-target", equalTo("AmazonSSM.GetParameter"))
            .willReturn(okJson("{\"Parameter\":{\"Value\":\"" + ORIGIN + "\"}}")));
    world.stubFor(post(urlPathMatching("/2015-03-31/.*")).willReturn(aResponse().withStatus(202)));
    charge("tok_visa", created().withBody("{\"id\":\"ch_1\",\"status\":\"captured\"}"));
    charge(
        "tok_declined",
        aResponse().withStatus(402).withBody("{\"error\":{\"code\":\"card_declined\"}}"));
    charge(
        "tok_timeout",
        created().withBody("{\"id\":\"ch_1\",\"status\":\"captured\"}").withFixedDelay(1500));
    charge("tok_error", serverError());
    charge("tok_garbage", created().withBody("<html>"));
    charge("tok_refused", aResponse().withStatus(401));
    world.stubFor(
        post(urlEqualTo("/refunds"))
            .willReturn(created().withBody("{\"id\":\"re_1\",\"status\":\"refunded\"}")));
    knows("[]");
  }

  private void charge(String token, ResponseDefinitionBuilder answer) {
    // The charge's reference is unique in the database: the order's id makes it so.
    world.stubFor(
        post(urlEqualTo("/charges"))
            .withRequestBody(matchingJsonPath("$.token", equalTo(token)))
            .willReturn(answer));
  }

  /** What the provider says of an order's charges. */
  public void knows(String charges) {
    world.stubFor(
        get(urlPathEqualTo("/charges")).willReturn(okJson("{\"charges\":" + charges + "}")));
  }

  /** A shop of its own: as another Lambda environment. */
  public Shop shop() {
    return new Shop(
        settings,
        new Log("test", new PrintStream(logged, true, StandardCharsets.UTF_8)),
        new AwsClients(settings).signedCalls(),
        dynamoDb,
        new Secrets());
  }

  /** Forgets all orders, stocks one product and puts some of it into a customer's cart. */
  public void stocked(long available, long price) throws SQLException {
    sql("truncate orders, order_items, payments, outbox, processed_events");
    dynamoDb
        .scan(scan -> scan.tableName("reservations"))
        .items()
        .forEach(
            item ->
                dynamoDb.deleteItem(
                    delete ->
                        delete
                            .tableName("reservations")
                            .key(Map.of("orderId", item.get("orderId"), "sku", item.get("sku")))));
    dynamoDb.putItem(
        put ->
            put.tableName("products")
                .item(
                    Map.of(
                        "sku", s("mug"),
                        "name", s("Mug"),
                        "category", s("featured"),
                        "price", n(price),
                        "currency", s("EUR"),
                        "available", n(available),
                        "held", n(0),
                        "sold", n(0),
                        "version", n(1))));
    world.resetRequests();
  }

  public void inCart(String customer, int quantity, long seenPrice) {
    dynamoDb.putItem(
        put ->
            put.tableName("carts")
                .item(
                    Map.of(
                        "owner", s(customer),
                        "sku", s("mug"),
                        "quantity", n(quantity),
                        "price", n(seenPrice),
                        "currency", s("EUR"))));
  }

  /** The product's counters: available, held, sold. */
  public String counters() {
    Map<String, AttributeValue> mug =
        dynamoDb.getItem(get -> get.tableName("products").key(Map.of("sku", s("mug")))).item();
    return number(mug, "available") + " " + number(mug, "held") + " " + number(mug, "sold");
  }

  public void sql(String statement) throws SQLException {
    try (Connection master = postgres.getPostgresDatabase().getConnection();
        Statement execute = master.createStatement()) {
      execute.execute(statement);
    }
  }

  /** The first column of the first row; null where there is none. */
  public @Nullable String select(String query) throws SQLException {
    try (Connection master = postgres.getPostgresDatabase().getConnection();
        Statement select = master.createStatement();
        ResultSet row = select.executeQuery(query)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** An event as API Gateway makes it. */
  public static String event(
      String route,
      String customer,
      Map<String, String> path,
      Map<String, String> headers,
      String body) {
    Map<String, Object> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("x-origin-secret", ORIGIN);
    return Json.write(
        Json.of(
            "version", "2.0",
            "routeKey", route,
            "pathParameters", path,
            "headers", all,
            "body", body,
            "isBase64Encoded", false,
            "requestContext",
                customer.isEmpty()
                    ? Map.of()
                    : Json.of(
                        "authorizer",
                        Json.of(
                            "jwt",
                            Json.of(
                                "claims",
                                Json.of("sub", customer, "email", customer + "@example.com"))))));
  }

  @Override
  public void close() throws IOException {
    world.stop();
    local.shutdownNow();
    postgres.close();
  }

  private void table(
      String name,
      String hash,
      @Nullable String range,
      @Nullable String index,
      String indexHash,
      String indexRange) {
    CreateTableRequest.Builder table =
        CreateTableRequest.builder().tableName(name).billingMode(BillingMode.PAY_PER_REQUEST);
    var attributes = new TreeSet<String>();
    attributes.add(hash);
    var keys = new ArrayList<KeySchemaElement>();
    keys.add(key(hash, KeyType.HASH));
    if (range != null) {
      attributes.add(range);
      keys.add(key(range, KeyType.RANGE));
    }
    table.keySchema(keys);
    if (index != null) {
      attributes.add(indexHash);
      attributes.add(indexRange);
      table.globalSecondaryIndexes(
          made ->
              made.indexName(index)
                  .keySchema(key(indexHash, KeyType.HASH), key(indexRange, KeyType.RANGE))
                  .projection(all -> all.projectionType(ProjectionType.ALL)));
    }
    table.attributeDefinitions(
        attributes.stream()
            .map(
                each ->
                    AttributeDefinition.builder()
                        .attributeName(each)
                        .attributeType(
                            each.equals("expiresAt")
                                ? ScalarAttributeType.N
                                : ScalarAttributeType.S)
                        .build())
            .toList());
    dynamoDb.createTable(table.build());
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static final class Secrets implements SecretsManagerClient {
    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      return GetSecretValueResponse.builder()
          .secretString(
              request.secretId().equals("database")
                  ? "{\"username\":\"shop_app\",\"password\":\"any\"}"
                  : "{\"apiKey\":\"sk_test\",\"webhookKey\":\"" + WEBHOOK_KEY + "\"}")
          .build();
    }

    @Override
    public String serviceName() {
      return "secretsmanager";
    }

    @Override
    public void close() {}
  }
}
