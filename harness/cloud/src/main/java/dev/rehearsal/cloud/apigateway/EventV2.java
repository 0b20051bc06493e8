package dev.rehearsal.cloud.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the proxy event of payload format 2.0. */
final class EventV2 {

  private EventV2() {}

  static ObjectNode of(Exchange exchange) {
    HttpRequest request = exchange.request();
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "2.0");
    event.put("routeKey", exchange.match().route().routeKey());
    event.put("rawPath", Encoding.decode(request.path(), false));
    event.put("rawQueryString", request.query());
    List<String> cookies = cookies(request.headers());
    if (!cookies.isEmpty()) {
      cookies.forEach(event.putArray("cookies")::add);
    }
    ObjectNode headers = event.putObject("headers");
    for (String name : request.headers().names()) {
      if (!name.equalsIgnoreCase("cookie")) {
        headers.put(name.toLowerCase(Locale.ROOT), String.join(",", request.headers().all(name)));
      }
    }
    Map<String, List<String>> query = Encoding.query(request.query());
    if (!query.isEmpty()) {
      ObjectNode parameters = event.putObject("queryStringParameters");
      query.forEach((name, values) -> parameters.put(name, String.join(",", values)));
    }
    event.set("requestContext", context(exchange));
    map(event, "pathParameters", exchange.match().parameters());
    map(event, "stageVariables", exchange.stage().stageVariables());
    if (exchange.body().length > 0) {
      event.put("body", exchange.bodyText());
    }
    event.put("isBase64Encoded", exchange.body().length > 0 && !exchange.textBody());
    return event;
  }

  private static ObjectNode context(Exchange exchange) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    context.put("accountId", exchange.aws().account());
    context.put("apiId", exchange.api().apiId());
    Exchange.Identity identity = exchange.identity();
    if (identity != null) {
      ObjectNode jwt = context.putObject("authorizer").putObject("jwt");
      ObjectNode claims = jwt.putObject("claims");
      identity.claims().forEach(claims::put);
      if (identity.scopes() == null) {
        jwt.putNull("scopes");
      } else {
        identity.scopes().forEach(jwt.putArray("scopes")::add);
      }
    }
    context.put("domainName", exchange.domain());
    context.put("domainPrefix", exchange.api().apiId());
    ObjectNode http = context.putObject("http");
    http.put("method", exchange.request().method());
    http.put("path", Encoding.decode(exchange.request().path(), false));
    http.put("protocol", "HTTP/1.1");
    http.put("sourceIp", exchange.sourceIp());
    http.put("userAgent", exchange.userAgent());
    context.put("requestId", exchange.requestId());
    context.put("routeKey", exchange.match().route().routeKey());
    context.put("stage", exchange.stage().stageName());
    context.put("time", exchange.clfTime());
    context.put("timeEpoch", exchange.time().toEpochMilli());
    return context;
  }

  private static List<String> cookies(Headers headers) {
    List<String> cookies = new ArrayList<>();
    for (String header : headers.all("cookie")) {
      for (String cookie : header.split(";", -1)) {
        if (!cookie.isBlank()) {
          cookies.add(cookie.strip());
        }
      }
    }
    return cookies;
  }

  private static void map(ObjectNode event, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode node = event.putObject(name);
      values.forEach(node::put);
    }
  }
}
