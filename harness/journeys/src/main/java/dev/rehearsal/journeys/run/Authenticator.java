package dev.rehearsal.journeys.run;

import dev.rehearsal.cloud.totp.Totp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** An authenticator app in a customer's or an operator's hand. */
final class Authenticator {

  private Authenticator() {}

  /**
   * The code that it shows.
   *
   * @param secret as Cognito answers it, in Base32, or as IAM does, which is that in base64
   * @param which {@code last} for the code before, {@code next} for the one after, else the present
   *     one
   * @param now the stage's time, by which codes are checked
   */
  static String code(String secret, String which, Instant now) {
    long step = Totp.step(now);
    String base32 =
        secret.matches("[A-Z2-7]+")
            ? secret
            : new String(Base64.getDecoder().decode(secret), StandardCharsets.US_ASCII);
    return Totp.code(
        base32,
        switch (which) {
          case "last" -> step - 1;
          case "next" -> step + 1;
          default -> step;
        });
  }
}
