package dev.rehearsal.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.call.Trace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Tells the shop what became of charges, as providers do: signed, a moment later, until heard. */
final class PaymentWebhooks implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(PaymentWebhooks.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ATTEMPTS = 5;

  private final ScheduledExecutorService sender =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "payment-webhooks");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final BiFunction<String, Instant, String> signature;
  private volatile @Nullable URI shop;

  /**
   * @param signature signs a body sent at a time
   */
  PaymentWebhooks(BiFunction<String, Instant, String> signature) {
    this.signature = signature;
  }

  /** Sends webhooks there from now on; before, none are sent. */
  void to(URI address) {
    shop = address;
  }

  /** Tells of a captured charge. */
  void captured(PaymentProvider.Charge charge, @Nullable Trace trace) {
    ObjectNode event = JSON.createObjectNode();
    event.put("id", "evt_" + charge.id()).put("type", "charge.captured");
    event
        .putObject("charge")
        .put("id", charge.id())
        .put("order", charge.order())
        .put("amount", charge.amount())
        .put("currency", charge.currency());
    later(event.toString(), trace, 1);
  }

  private void later(String body, @Nullable Trace trace, int attempt) {
    try {
      var unused =
          sender.schedule(() -> send(body, trace, attempt), 300L * attempt, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.log(System.Logger.Level.DEBUG, "No further webhook: the provider closes.");
    }
  }

  private void send(String body, @Nullable Trace trace, int attempt) {
    URI address = shop;
    if (address == null) {
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("Payment-Signature", signature.apply(body, Instant.now()))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (trace != null) {
      request.header("X-Amzn-Trace-Id", "Root=" + trace.root());
    }
    String problem;
    try {
      int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        return;
      }
      problem = "answered " + status;
    } catch (IOException broken) {
      problem = broken.toString();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    }
    if (attempt < ATTEMPTS) {
      later(body, trace, attempt + 1);
    } else {
      LOG.log(System.Logger.Level.WARNING, "The webhook of a charge was not heard: " + problem);
    }
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }
}
