package dev.rehearsal.stage;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.rehearsal.cloud.Ids;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.call.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records the payment provider's requests. Tokens and keys are masked before they go anywhere. */
final class PaymentHops implements ServeEventListener {

  /** The sub-event, and the fact, that tells of a fault. */
  static final String FAULT = "fault";

  private final HopSink hops;
  private final Ids ids;

  PaymentHops(HopSink hops, Ids ids) {
    this.hops = hops;
    this.ids = ids;
  }

  @Override
  public String getName() {
    return "payment-hops";
  }

  @Override
  public void beforeResponseSent(ServeEvent event, Parameters parameters) {
    LoggedRequest request = event.getRequest();
    LoggedResponse response = event.getResponse();
    Instant start = request.getLoggedDate().toInstant();
    Map<String, String> facts = new LinkedHashMap<>();
    if (request.header("idempotency-key").isPresent()) {
      facts.put("idempotency-key", request.header("idempotency-key").firstValue());
    }
    if (response != null && response.getFault() != null) {
      facts.put("connection", response.getFault().name());
    }
    event.getSubEvents().stream()
        .filter(each -> each.getType().equals(FAULT))
        .forEach(each -> facts.put(FAULT, String.valueOf(each.getData().get(FAULT))));
    int status = response == null || response.getFault() != null ? 0 : response.getStatus();
    hops.accept(
        new Hop(
            ids.hex(16),
            Hop.Kind.HTTP,
            trace(request).orElseGet(() -> new Trace("1-00000000-" + ids.hex(24), null)),
            "client",
            "payments",
            action(request),
            request.getAbsoluteUrl(),
            start,
            Duration.between(start, Instant.now()),
            status,
            status >= 400 ? String.valueOf(status) : null,
            masked(request.getBodyAsString()),
            response == null ? null : response.getBodyAsString(),
            facts));
  }

  static String action(LoggedRequest request) {
    return request.getMethod().getName() + " " + URI.create(request.getUrl()).getPath();
  }

  static Optional<Trace> trace(LoggedRequest request) {
    return request.header("x-amzn-trace-id").isPresent()
        ? Trace.parse(request.header("x-amzn-trace-id").firstValue())
        : Optional.empty();
  }

  /** Masks what pays: the value of every {@code token} field, well-formed or not. */
  static String masked(String body) {
    return body.replaceAll("(\"token\"\\s*:\\s*\")[^\"]*", "$1***").replaceAll("tok_\\w+", "***");
  }
}
