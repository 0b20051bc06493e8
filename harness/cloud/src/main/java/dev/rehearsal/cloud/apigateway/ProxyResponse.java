package dev.rehearsal.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Reads what a function answered as API Gateway reads it. */
final class ProxyResponse {

  /** An answer that API Gateway can't read; the client is told 500. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private ProxyResponse() {}

  static HttpResponse read(byte[] payload, boolean second) throws Malformed {
    JsonNode answer;
    try {
      answer = JSON.readTree(payload);
    } catch (IOException notJson) {
      throw new Malformed("The function's answer is not JSON: " + notJson.getMessage());
    }
    if (answer == null || answer.isMissingNode()) {
      throw new Malformed("The function answered nothing.");
    }
    if (answer.isObject() && answer.has("statusCode")) {
      return structured(answer, second);
    }
    if (!second) {
      throw new Malformed("A payload 1.0 answer needs a statusCode, and this one has none.");
    }
    String body = answer.isTextual() ? answer.textValue() : answer.toString();
    return HttpResponse.of(200, "application/json", answer.isNull() ? "null" : body);
  }

  private static HttpResponse structured(JsonNode answer, boolean second) throws Malformed {
    int status = status(answer.get("statusCode"));
    Headers headers = new Headers();
    JsonNode single = answer.path("headers");
    if (!single.isMissingNode() && !single.isNull() && !single.isObject()) {
      throw new Malformed("headers is not an object.");
    }
    for (Map.Entry<String, JsonNode> header : single.properties()) {
      headers.set(header.getKey().toLowerCase(Locale.ROOT), scalar(header.getValue()));
    }
    if (!second) {
      for (Map.Entry<String, JsonNode> header : answer.path("multiValueHeaders").properties()) {
        String name = header.getKey().toLowerCase(Locale.ROOT);
        headers.remove(name);
        for (JsonNode value : header.getValue()) {
          headers.add(name, scalar(value));
        }
      }
    } else {
      for (JsonNode cookie : answer.path("cookies")) {
        headers.add("set-cookie", scalar(cookie));
      }
    }
    JsonNode body = answer.path("body");
    if (body.isContainerNode()) {
      throw new Malformed("body is not a string.");
    }
    String text = body.isMissingNode() || body.isNull() ? "" : body.asText();
    byte[] bytes;
    if (answer.path("isBase64Encoded").asBoolean(false)) {
      try {
        bytes = Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException wrong) {
        throw new Malformed("body is not base64, though isBase64Encoded says so.");
      }
    } else {
      bytes = text.getBytes(StandardCharsets.UTF_8);
    }
    headers.remove("content-length");
    headers.remove("transfer-encoding");
    if (bytes.length > 0 && !headers.contains("content-type")) {
      headers.set("content-type", "text/plain;charset=utf-8");
    }
    return HttpResponse.of(status, headers, bytes);
  }

  private static int status(JsonNode node) throws Malformed {
    String text = node.asText();
    if (!text.matches("[1-5]\\d\\d")) {
      throw new Malformed("statusCode is " + node + ", not an HTTP status.");
    }
    return Integer.parseInt(text);
  }

  private static String scalar(JsonNode node) throws Malformed {
    if (node.isContainerNode()) {
      throw new Malformed("A header's value is not a string: " + node);
    }
    String text = node.asText();
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new Malformed("A header's value spans lines.");
    }
    return text;
  }
}
