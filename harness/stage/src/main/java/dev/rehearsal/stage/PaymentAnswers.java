package dev.rehearsal.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.rehearsal.cloud.call.Fault;
import dev.rehearsal.cloud.call.Faults;
import dev.rehearsal.cloud.call.Hop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers as the payment provider does. */
final class PaymentAnswers implements ResponseTransformerV2 {

  static final String NAME = "payment-provider";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChargeBook book;
  private final PaymentProvider.Settings settings;
  private final Faults faults;
  private final PaymentWebhooks webhooks;

  PaymentAnswers(
      ChargeBook book, PaymentProvider.Settings settings, Faults faults, PaymentWebhooks webhooks) {
    this.book = book;
    this.settings = settings;
    this.faults = faults;
    this.webhooks = webhooks;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public Response transform(Response response, ServeEvent event) {
    LoggedRequest request = event.getRequest();
    String bearer =
        request.header("authorization").isPresent()
            ? request.header("authorization").firstValue()
            : "";
    if (!bearer.equals("Bearer " + settings.apiKey())) {
      return error(response, 401, "unauthorized");
    }
    Fault fault = fault(request);
    if (fault == null) {
      return act(response, request, request.getBodyAsString());
    }
    event.appendSubEvent(PaymentHops.FAULT, Map.of(PaymentHops.FAULT, fault.toString()));
    return switch (fault.kind()) {
      case ERROR -> error(response, 500, fault.code() == null ? "internal" : fault.code());
      case THROTTLE -> error(response, 429, "too_many_requests");
      case RESET, KILL_FUNCTION -> cut(response);
      case DROP -> {
        var unused = act(response, request, request.getBodyAsString());
        yield cut(response);
      }
      case TIMEOUT ->
          late(
              act(response, request, request.getBodyAsString()),
              fault.silenceOr(settings.tooLate()));
      case DUPLICATE -> {
        var unused = act(response, request, request.getBodyAsString());
        yield act(response, request, request.getBodyAsString());
      }
      case DECLINE -> act(response, request, with(request.getBodyAsString(), "tok_declined"));
      case GARBAGE -> {
        var unused = act(response, request, request.getBodyAsString());
        yield garbage(response);
      }
      default -> act(response, request, request.getBodyAsString());
    };
  }

  private @Nullable Fault fault(LoggedRequest request) {
    return PaymentHops.trace(request)
        .map(
            trace ->
                faults.at(
                    new Faults.Point(
                        Hop.Kind.HTTP,
                        trace,
                        "client",
                        "payments",
                        PaymentHops.action(request),
                        List.of(request.getAbsoluteUrl()))))
        .orElse(null);
  }

  /** A body that pays with another token. */
  private static String with(String body, String token) {
    Optional<JsonNode> read = body(body);
    if (read.isPresent() && read.get() instanceof ObjectNode charge) {
      return charge.put("token", token).toString();
    }
    return body;
  }

  private static Response cut(Response response) {
    return Response.Builder.like(response)
        .but()
        .fault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
        .build();
  }

  private static Response late(Response answer, Duration delay) {
    return Response.Builder.like(answer).but().incrementInitialDelay(delay.toMillis()).build();
  }

  private static Response garbage(Response response) {
    return answer(response, 201, "text/html", "<html>\u0000 502 Bad Gateway {\"id\":");
  }

  private Response act(Response response, LoggedRequest request, String sent) {
    return switch (PaymentHops.action(request)) {
      case "POST /charges" -> charge(response, request, sent);
      case "GET /charges" -> charges(response, request);
      case "POST /refunds" -> refund(response, request);
      default -> error(response, 404, "not_found");
    };
  }

  private Response charge(Response response, LoggedRequest request, String sent) {
    Optional<JsonNode> body = body(sent);
    String key = key(request);
    if (body.isEmpty() || key.isEmpty()) {
      return error(response, 400, key.isEmpty() ? "idempotency_key_missing" : "invalid_request");
    }
    String token = body.get().path("token").asText();
    String order = body.get().path("order").asText();
    String currency = body.get().path("currency").asText();
    long amount = body.get().path("amount").asLong();
    if (!token.startsWith("tok_") || order.isEmpty() || amount <= 0 || currency.length() != 3) {
      return error(response, 400, "invalid_request");
    }
    if (token.equals("tok_error")) {
      return error(response, 500, "internal");
    }
    String status =
        token.equals("tok_declined") ? PaymentProvider.DECLINED : PaymentProvider.CAPTURED;
    PaymentProvider.Charge charge =
        book.charge(key, order, amount, currency, token, status).orElse(null);
    if (charge == null) {
      return error(response, 422, "idempotency_key_reused");
    }
    if (charge.status().equals(PaymentProvider.DECLINED)) {
      return error(response, 402, "card_declined");
    }
    if (token.equals("tok_webhook")) {
      webhooks.captured(charge, PaymentHops.trace(request).orElse(null));
      return error(response, 500, "internal");
    }
    if (token.equals("tok_garbage")) {
      return garbage(response);
    }
    Response answer =
        json(
            response,
            201,
            JSON.createObjectNode().put("id", charge.id()).put("status", charge.status()));
    return token.equals("tok_timeout") ? late(answer, settings.tooLate()) : answer;
  }

  private Response charges(Response response, LoggedRequest request) {
    QueryParameter order = request.queryParameter("order");
    if (!order.isPresent()) {
      return error(response, 400, "order_missing");
    }
    ArrayNode list = JSON.createArrayNode();
    for (PaymentProvider.Charge charge : book.charges()) {
      if (charge.order().equals(order.firstValue())) {
        list.addObject()
            .put("id", charge.id())
            .put("order", charge.order())
            .put("amount", charge.amount())
            .put("currency", charge.currency())
            .put("status", charge.status());
      }
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.set("charges", list);
    return json(response, 200, answer);
  }

  private Response refund(Response response, LoggedRequest request) {
    Optional<JsonNode> body = body(request.getBodyAsString());
    String key = key(request);
    if (body.isEmpty() || key.isEmpty()) {
      return error(response, 400, key.isEmpty() ? "idempotency_key_missing" : "invalid_request");
    }
    String charge = body.get().path("charge").asText();
    PaymentProvider.Refund refund = book.refund(key, charge, body.get().path("amount").asLong());
    if (refund != null) {
      return json(
          response,
          201,
          JSON.createObjectNode().put("id", refund.id()).put("status", PaymentProvider.REFUNDED));
    }
    boolean before =
        book.charges().stream()
            .anyMatch(
                known ->
                    known.id().equals(charge) && known.status().equals(PaymentProvider.REFUNDED));
    return before
        ? error(response, 409, "charge_already_refunded")
        : error(response, 404, "charge_not_refundable");
  }

  private static String key(LoggedRequest request) {
    HttpHeader key = request.header("idempotency-key");
    return key.isPresent() ? key.firstValue() : "";
  }

  private static Optional<JsonNode> body(String sent) {
    try {
      return Optional.of(JSON.readTree(sent)).filter(JsonNode::isObject);
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  private static Response error(Response response, int status, String code) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("code", code);
    return json(response, status, body);
  }

  private static Response json(Response response, int status, ObjectNode body) {
    return answer(response, status, "application/json", body.toString());
  }

  private static Response answer(Response response, int status, String type, String body) {
    return Response.Builder.like(response)
        .but()
        .status(status)
        .headers(new HttpHeaders(HttpHeader.httpHeader("content-type", type)))
        .body(body)
        .build();
  }
}
