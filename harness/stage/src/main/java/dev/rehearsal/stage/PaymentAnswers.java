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
import java.net.URI;
import java.util.Optional;

/** Answers as the payment provider does. */
final class PaymentAnswers implements ResponseTransformerV2 {

  static final String NAME = "payment-provider";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChargeBook book;
  private final PaymentProvider.Settings settings;

  PaymentAnswers(ChargeBook book, PaymentProvider.Settings settings) {
    this.book = book;
    this.settings = settings;
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
    String path = URI.create(request.getUrl()).getPath();
    return switch (request.getMethod().getName() + " " + path) {
      case "POST /charges" -> charge(response, request);
      case "GET /charges" -> charges(response, request);
      case "POST /refunds" -> refund(response, request);
      default -> error(response, 404, "not_found");
    };
  }

  private Response charge(Response response, LoggedRequest request) {
    Optional<JsonNode> body = body(request);
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
    if (token.equals("tok_garbage")) {
      return answer(response, 201, "text/html", "<html>\u0000 502 Bad Gateway {\"id\":");
    }
    Response answer =
        json(
            response,
            201,
            JSON.createObjectNode().put("id", charge.id()).put("status", charge.status()));
    return token.equals("tok_timeout")
        ? Response.Builder.like(answer)
            .but()
            .incrementInitialDelay(settings.tooLate().toMillis())
            .build()
        : answer;
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
    Optional<JsonNode> body = body(request);
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

  private static Optional<JsonNode> body(LoggedRequest request) {
    try {
      return Optional.of(JSON.readTree(request.getBodyAsString())).filter(JsonNode::isObject);
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
