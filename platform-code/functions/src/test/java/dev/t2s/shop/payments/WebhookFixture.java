package dev.t2s.shop.payments;

import dev.t2s.shop.checkout.Shop;
import dev.t2s.shop.checkout.ShopFixture;
import java.time.Instant;
import java.util.Map;

/** The webhook, and the provider's signature. */
public final class WebhookFixture {

  private WebhookFixture() {}

  public static PaymentWebhookHandler handler(Shop shop) {
    return new PaymentWebhookHandler(shop);
  }

  public static Map<String, String> signed(String body, Instant at) {
    long time = at.getEpochSecond();
    return Map.of(
        "payment-signature",
        "t=" + time + ",v1=" + WebhookSignature.sign(time + "." + body, ShopFixture.WEBHOOK_KEY));
  }
}
