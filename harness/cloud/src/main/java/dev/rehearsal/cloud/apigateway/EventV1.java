package dev.rehearsal.cloud.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.cloud.http.HttpRequest;
import java.util.List;
import java.util.Map;

/** Writes the proxy event of payload format 1.0, in the form HTTP APIs give it. */
final class EventV1 {

  private EventV1() {}

  static ObjectNode of(Exchange exchange) {
    HttpRequest request = exchange.request();
    String key = exchange.match().route().routeKey();
    String resource = key.substring(key.indexOf(' ') + 1);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "1.0");
    event.put("resource", resource);
    event.put("path", Encoding.decode(request.path(), false));
    event.put("httpMethod", request.method());
    ObjectNode headers = event.putObject("headers");
    ObjectNode multiHeaders = event.putObject("multiValueHeaders");
    for (String name : request.headers().names()) {
      List<String> values = request.headers().all(name);
      headers.put(name, values.get(values.size() - 1));
      values.forEach(multiHeaders.putArray(name)::add);
    }
    Map<String, List<String>> query = Encoding.query(request.query());
    if (query.isEmpty()) {
      event.putNull("queryStringParameters");
      event.putNull("multiValueQueryStringParameters");
    } else {
      ObjectNode single = event.putObject("queryStringParameters");
      ObjectNode multi = event.putObject("multiValueQueryStringParameters");
      query.forEach(
          (name, values) -> {
            single.put(name, values.get(values.size() - 1));
            values.forEach(multi.putArray(name)::add);
          });
    }
    event.set("requestContext", context(exchange, resource));
    map(event, "pathParameters", exchange.match().parameters());
    map(event, "stageVariables", exchange.stage().stageVariables());
    if (exchange.body().length > 0) {
      event.put("body", exchange.bodyText());
    } else {
      event.putNull("body");
    }
    event.put("isBase64Encoded", exchange.body().length > 0 && !exchange.textBody());
    return event;
  }

  private static ObjectNode context(Exchange exchange, String resource) {
    ObjectNode context = JsonNodeFactory.instance.objectNode();
    context.put("accountId", exchange.aws().account());
    context.put("apiId", exchange.api().apiId());
    Exchange.Identity identity = exchange.identity();
    if (identity != null) {
      ObjectNode authorizer = context.putObject("authorizer");
      ObjectNode claims = authorizer.putObject("claims");
      identity.claims().forEach(claims::put);
      if (identity.scopes() == null) {
        authorizer.putNull("scopes");
      } else {
        identity.scopes().forEach(authorizer.putArray("scopes")::add);
      }
    }
    context.put("domainName", exchange.domain());
    context.put("domainPrefix", exchange.api().apiId());
    context.put("extendedRequestId", exchange.requestId());
    context.put("httpMethod", exchange.request().method());
    ObjectNode client = context.putObject("identity");
    client.put("sourceIp", exchange.sourceIp());
    client.put("userAgent", exchange.userAgent());
    context.put("path", Encoding.decode(exchange.request().path(), false));
    context.put("protocol", "HTTP/1.1");
    context.put("requestId", exchange.requestId());
    context.put("requestTime", exchange.clfTime());
    context.put("requestTimeEpoch", exchange.time().toEpochMilli());
    context.put("resourceId", exchange.match().route().routeKey());
    context.put("resourcePath", resource);
    context.put("stage", exchange.stage().stageName());
    return context;
  }

  private static void map(ObjectNode event, String name, Map<String, String> values) {
    if (values.isEmpty()) {
      event.putNull(name);
    } else {
      ObjectNode node = event.putObject(name);
      values.forEach(node::put);
    }
  }
}
