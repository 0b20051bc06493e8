package dev.rehearsal.stage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import dev.rehearsal.cloud.Ids;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.HopSink;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The payment provider of a rehearsal, on a free loopback port. Charges and refunds are kept by
 * their idempotency key. The token decides: {@code tok_declined} is declined, {@code tok_timeout}
 * captures but answers too late, {@code tok_garbage} captures but answers no JSON, {@code
 * tok_error} answers 500 and captures nothing, {@code tok_webhook} captures, answers 500 and tells
 * the shop by webhook, every other {@code tok_} captures.
 */
public final class PaymentProvider implements AutoCloseable {

  static final String CAPTURED = "captured";
  static final String DECLINED = "declined";
  static final String REFUNDED = "refunded";

  /**
   * The provider's keys and pace.
   *
   * @param apiKey what callers send as {@code Authorization: Bearer}
   * @param webhookKey what its webhooks are signed with
   * @param tooLate how long {@code tok_timeout} waits; longer than the callers' patience
   */
  public record Settings(String apiKey, String webhookKey, Duration tooLate) {}

  /**
   * A charge.
   *
   * @param id the provider's reference
   * @param key its idempotency key
   * @param order the shop's order
   * @param amount in minor units
   * @param currency an ISO 4217 code
   * @param status {@code captured}, {@code declined} or {@code refunded}
   * @param requests how many requests carried its key
   */
  public record Charge(
      String id,
      String key,
      String order,
      long amount,
      String currency,
      String status,
      int requests) {

    Charge as(String next) {
      return new Charge(id, key, order, amount, currency, next, requests);
    }

    Charge askedAgain() {
      return new Charge(id, key, order, amount, currency, status, requests + 1);
    }
  }

  /**
   * A refund.
   *
   * @param id the provider's reference
   * @param key its idempotency key
   * @param charge the charge that was refunded
   * @param amount in minor units
   */
  public record Refund(String id, String key, String charge, long amount) {}

  /**
   * A charge under its idempotency key.
   *
   * @param fingerprint what the request asked for: the key is of no other
   */
  public record Keyed(Charge charge, String fingerprint) {}

  /** All that the provider knows. */
  public record Books(List<Keyed> charges, List<Refund> refunds) {}

  private final WireMockServer server;
  private final ChargeBook book;
  private final Settings settings;
  private final PaymentWebhooks webhooks;

  private PaymentProvider(
      WireMockServer server, ChargeBook book, Settings settings, PaymentWebhooks webhooks) {
    this.server = server;
    this.book = book;
    this.settings = settings;
    this.webhooks = webhooks;
  }

  /** Starts a provider; every request it gets is a hop, and may go wrong as planned. */
  public static PaymentProvider start(Settings settings, Ids ids, HopSink hops, Faults faults) {
    ChargeBook book = new ChargeBook(ids);
    PaymentWebhooks webhooks = new PaymentWebhooks((body, at) -> signature(settings, body, at));
    WireMockServer server =
        new WireMockServer(
            wireMockConfig()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .templatingEnabled(false)
                .maxRequestJournalEntries(1000)
                .extensions(
                    new PaymentAnswers(book, settings, faults, webhooks),
                    new PaymentHops(hops, ids)));
    server.start();
    // Under every stub that a journey adds.
    server.stubFor(
        any(anyUrl())
            .atPriority(100)
            .willReturn(aResponse().withTransformers(PaymentAnswers.NAME)));
    return new PaymentProvider(server, book, settings, webhooks);
  }

  /** Sends webhooks to the shop from now on. */
  public void tell(URI shop) {
    webhooks.to(shop);
  }

  /** Answers a first request of its own, so that the first customer's is not slow. */
  void warm() {
    try {
      HttpURLConnection http =
          (HttpURLConnection) address().resolve("/charges?order=warm-up").toURL().openConnection();
      http.setRequestProperty("Authorization", "Bearer " + settings.apiKey());
      http.setRequestProperty("X-Amzn-Trace-Id", "Root=1-00000000-000000000000000000000000");
      int status = http.getResponseCode();
      http.getInputStream().readAllBytes();
      if (status != 200) {
        throw new StageFailure("The payment provider answers " + status + ".", null);
      }
    } catch (IOException failure) {
      throw new StageFailure(
          "The payment provider does not answer: " + failure.getMessage(), failure);
    }
  }

  /** Its address, without a trailing slash. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** All charges, the oldest first. */
  public List<Charge> charges() {
    return book.charges();
  }

  /** The charges of an order, the oldest first. */
  public List<Charge> charges(String order) {
    return charges().stream().filter(charge -> charge.order().equals(order)).toList();
  }

  /** All refunds, the oldest first. */
  public List<Refund> refunds() {
    return book.refunds();
  }

  /** All that it knows, to be kept while no stage stands. */
  public Books books() {
    return book.all();
  }

  /** Lets it know what another knew. */
  public void restore(Books books) {
    book.restore(books);
  }

  /** Answers some requests otherwise, until {@link #remove}; what is stubbed changes no charge. */
  public StubMapping stub(MappingBuilder stub) {
    return server.stubFor(stub);
  }

  /** Takes a stub back. */
  public void remove(StubMapping stub) {
    server.removeStub(stub);
  }

  /** The {@code Payment-Signature} header of a webhook with this body, sent at this time. */
  public String signature(String body, Instant at) {
    return signature(settings, body, at);
  }

  private static String signature(Settings settings, String body, Instant at) {
    String time = String.valueOf(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = settings.webhookKey().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] sum = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
      return "t=" + time + ",v1=" + HexFormat.of().formatHex(sum);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JVM has HmacSHA256.", impossible);
    }
  }

  @Override
  public void close() {
    webhooks.close();
    server.stop();
  }
}
