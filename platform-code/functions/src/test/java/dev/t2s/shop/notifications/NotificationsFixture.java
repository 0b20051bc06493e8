package dev.t2s.shop.notifications;

import dev.t2s.shop.checkout.ShopFixture;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.TestClients;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Delivers batches to the function of a shop under test. */
public final class NotificationsFixture {

  private NotificationsFixture() {}

  public static Json deliver(ShopFixture street, String batch) throws IOException {
    var output = new ByteArrayOutputStream();
    new NotificationsHandler(
            street.settings,
            new Log("test"),
            street.dynamoDb,
            TestClients.ses(street.settings),
            TestClients.sns(street.settings))
        .handleRequest(
            new ByteArrayInputStream(batch.getBytes(StandardCharsets.UTF_8)), output, null);
    return Json.parse(output.toString(StandardCharsets.UTF_8));
  }
}
