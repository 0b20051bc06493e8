package dev.t2s.shop.outbox;

import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.checkout.ShopFixture;
import dev.t2s.shop.runtime.TestClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Runs the relay of a shop under test. */
public final class RelayFixture {

  private RelayFixture() {}

  public static void run(ShopFixture street, Shop shop) throws IOException {
    Relay relay =
        new Relay(
            shop.database,
            TestClients.sns(street.settings),
            street.settings.required("ORDER_EVENTS_TOPIC_ARN"),
            shop.log);
    new OutboxRelayHandler(shop.log, relay)
        .handleRequest(InputStream.nullInputStream(), OutputStream.nullOutputStream(), null);
  }
}
