package dev.t2s.shop.payments;

import dev.t2s.shop.domain.Money;
import dev.t2s.shop.runtime.Json;
import dev.t2s.shop.runtime.Secret;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.TraceHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The payment provider over HTTP. Never tells more than ids and codes to anybody. */
public final class PaymentProvider {

  private record Answer(int status, String body) {}

  private final String url;
  private final Secret secret;
  private final int timeoutMillis;

  public PaymentProvider(Settings settings, Secret secret) {
    this.url = settings.required("PAYMENT_PROVIDER_URL").replaceAll("/+$", "");
    this.secret = secret;
    this.timeoutMillis = settings.number("PAYMENT_TIMEOUT_MILLIS", 3000);
  }

  /** Charges an order. Its id is the idempotency key: asked twice, the money is taken once. */
  public ChargeOutcome charge(String orderId, Money total, String token) {
    Answer answer;
    try {
      answer =
          call(
              "POST",
              "/charges",
              orderId,
              Json.write(
                  Json.of(
                      "amount",
                      total.amount(),
                      "currency",
                      total.currency(),
                      "token",
                      token,
                      "order",
                      orderId)));
    } catch (IOException broken) {
      return new ChargeOutcome.Unknown(broken.getClass().getSimpleName());
    }
    Optional<Json> body = json(answer.body());
    if (answer.status() == 200 || answer.status() == 201) {
      return body.filter(charge -> charge.text("status").equals(Optional.of("captured")))
          .flatMap(charge -> charge.text("id"))
          .filter(id -> !id.isBlank())
          .<ChargeOutcome>map(ChargeOutcome.Captured::new)
          .orElse(new ChargeOutcome.Unknown("UNREADABLE_ANSWER"));
    }
    return switch (answer.status()) {
      case 402 ->
          new ChargeOutcome.Declined(
              body.flatMap(error -> error.object("error").text("code")).orElse("declined"));
      case 400, 401, 403, 404, 422 -> new ChargeOutcome.Refused(answer.status());
      default -> new ChargeOutcome.Unknown("HTTP_" + answer.status());
    };
  }

  /**
   * Asks what became of an order's charge.
   *
   * @return the captured charge; empty where the provider has none
   * @throws IOException where the provider does not answer readably
   */
  public Optional<String> captured(String orderId) throws IOException {
    Answer answer = call("GET", "/charges?order=" + orderId, null, null);
    Json body = json(answer.body()).filter(any -> answer.status() == 200).orElse(null);
    if (body == null || !body.has("charges")) {
      throw new IOException("The payment provider answered " + answer.status() + ".");
    }
    return body.objects("charges").stream()
        .filter(charge -> charge.text("status").equals(Optional.of("captured")))
        .flatMap(charge -> charge.text("id").stream())
        .findFirst();
  }

  /**
   * Gives an order's money back. Asked twice, it goes back once.
   *
   * @return the provider's reference of the refund; empty where it was refunded otherwise before
   * @throws IOException where the provider does not confirm it
   */
  public Optional<String> refund(String orderId, String charge, Money amount) throws IOException {
    Answer answer =
        call(
            "POST",
            "/refunds",
            "refund-" + orderId,
            Json.write(Json.of("charge", charge, "amount", amount.amount())));
    if (answer.status() == 409) {
      return Optional.empty();
    }
    return Optional.of(
        json(answer.body())
            .filter(any -> answer.status() == 200 || answer.status() == 201)
            .filter(refund -> refund.text("status").equals(Optional.of("refunded")))
            .flatMap(refund -> refund.text("id"))
            .orElseThrow(
                () -> new IOException("The payment provider answered " + answer.status() + ".")));
  }

  private Answer call(
      String method, String path, @Nullable String idempotencyKey, @Nullable String body)
      throws IOException {
    Answer answer = once(method, path, idempotencyKey, body);
    if (answer.status() == 401) {
      // The key may have been rotated. Nothing was done, so asking again is safe.
      secret.forget();
      answer = once(method, path, idempotencyKey, body);
    }
    return answer;
  }

  private Answer once(
      String method, String path, @Nullable String idempotencyKey, @Nullable String body)
      throws IOException {
    HttpURLConnection http = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    http.setConnectTimeout(Math.min(1000, timeoutMillis));
    http.setReadTimeout(timeoutMillis);
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setRequestMethod(method);
    http.setRequestProperty("accept", "application/json");
    http.setRequestProperty("authorization", "Bearer " + secret.field("apiKey"));
    if (idempotencyKey != null) {
      http.setRequestProperty("idempotency-key", idempotencyKey);
    }
    TraceHeader.current().ifPresent(trace -> http.setRequestProperty(TraceHeader.NAME, trace));
    try {
      if (body != null) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        http.setRequestProperty("content-type", "application/json");
        http.setDoOutput(true);
        // A known length also keeps the JDK from sending a POST again by itself.
        http.setFixedLengthStreamingMode(bytes.length);
        try (OutputStream out = http.getOutputStream()) {
          out.write(bytes);
        }
      }
      int status = http.getResponseCode();
      InputStream in = status >= 400 ? http.getErrorStream() : http.getInputStream();
      if (in == null) {
        return new Answer(status, "");
      }
      try (in) {
        return new Answer(status, new String(in.readNBytes(65_536), StandardCharsets.UTF_8));
      }
    } catch (HttpRetryException challenged) {
      return new Answer(challenged.responseCode(), "");
    }
  }

  private static Optional<Json> json(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (Json.Malformed unreadable) {
      return Optional.empty();
    }
  }
}
