package dev.t2s.shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.t2s.shop.cart.CartFixture;
import dev.t2s.shop.catalog.CatalogFixture;
import dev.t2s.shop.payments.WebhookFixture;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class OpenApiTest {

  @Test
  void describesTheRoutesThatTheFunctionsAnswer() throws IOException {
    Set<String> described = new TreeSet<>();
    Map<?, ?> document =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("..", "openapi.yaml")));
    ((Map<?, ?>) Objects.requireNonNull(document.get("paths")))
        .forEach(
            (path, operations) ->
                ((Map<?, ?>) operations)
                    .keySet()
                    .forEach(
                        method ->
                            described.add(
                                String.valueOf(method).toUpperCase(Locale.ROOT) + " " + path)));
    assertEquals(answered(), described);
  }

  private static Set<String> answered() {
    Settings settings =
        new Settings(
            Map.ofEntries(
                Map.entry("AWS_REGION", "eu-central-1"),
                Map.entry("PRODUCTS_TABLE", "products"),
                Map.entry("CARTS_TABLE", "carts"),
                Map.entry("RESERVATIONS_TABLE", "reservations"),
                Map.entry("DATABASE_HOST", "localhost"),
                Map.entry("DATABASE_PORT", "1"),
                Map.entry("DATABASE_NAME", "orders"),
                Map.entry("DATABASE_SECRET_ARN", "database"),
                Map.entry("PAYMENT_SECRET_ARN", "payment"),
                Map.entry("PAYMENT_PROVIDER_URL", "http://localhost:1"),
                Map.entry("ORIGIN_SECRET_PARAMETER", "/origin"),
                Map.entry("OUTBOX_RELAY_FUNCTION", "relay")));
    AwsClients aws = new AwsClients(settings);
    Shop shop =
        new Shop(
            settings, new Log("test"), aws.signedCalls(), aws.dynamoDb(), aws.secretsManager());
    Set<String> answered = new TreeSet<>(new CheckoutHandler(shop).routes());
    answered.addAll(CatalogFixture.handler(shop).routes());
    answered.addAll(CartFixture.handler(shop).routes());
    answered.addAll(WebhookFixture.handler(shop).routes());
    return answered;
  }
}
