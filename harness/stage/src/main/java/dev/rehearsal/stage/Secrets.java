package dev.rehearsal.stage;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What the environment's owner would pass to Terraform: made anew for each stage, and never shown.
 *
 * @param paymentApiKey the payment provider's API key
 * @param paymentWebhookKey the key that signs its webhooks
 * @param origin what the edge tells the API
 */
record Secrets(String paymentApiKey, String paymentWebhookKey, String origin) {

  static Secrets random() {
    return new Secrets(hex(24), hex(32), hex(24));
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public String toString() {
    return "Secrets[***]";
  }
}
