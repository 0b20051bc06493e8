package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/** Takes requests: finds the API, records the hop, logs the access. */
final class ApiRequests implements HttpHandler {

  private static final Pattern AWS_NAME =
      Pattern.compile(
          "([a-z0-9]+)\\.execute-api\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|localhost)(?::\\d+)?");

  private final Cloud cloud;
  private final ApiPipeline pipeline = new ApiPipeline();
  private final AccessLog log = new AccessLog();

  ApiRequests(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws IOException {
    Instant start = Instant.now();
    Trace trace =
        Trace.parse(request.header("x-amzn-trace-id").orElse(null))
            .orElseGet(
                () -> new Trace("1-" + cloud.ids().hex(8) + "-" + cloud.ids().hex(24), null));
    String hopId = cloud.ids().uuid();
    String requestId = Base64.getEncoder().encodeToString(cloud.ids().bytes(11));
    ApiPipeline.Answer answer = answer(request, requestId, trace.childOf(hopId));
    HttpResponse response = answer.response();
    response.headers().set("apigw-requestid", requestId);
    response
        .headers()
        .set(
            "date",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                cloud.clock().instant().atOffset(ZoneOffset.UTC)));
    Duration took = Duration.between(start, Instant.now());
    record(request, answer, trace, hopId, start, took);
    Stage stage = answer.stage();
    if (answer.gateway() != null && answer.api() != null && stage != null) {
      log.write(
          answer.gateway().surroundings(),
          stage,
          answer.api().apiId(),
          answer.facts(request, requestId, took),
          trace.childOf(hopId));
    }
    return response;
  }

  private ApiPipeline.Answer answer(HttpRequest request, String requestId, Trace trace)
      throws IOException {
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    Matcher named = AWS_NAME.matcher(host);
    String region = named.matches() ? named.group(2) : cloud.settings().region();
    ApiGateway gateway = cloud.peer(ApiGateway.class, cloud.settings().account(), region);
    int dot = host.indexOf('.');
    Optional<HttpApi> api =
        named.matches()
            ? gateway.find(named.group(1))
            : gateway.find(dot < 0 ? host : host.substring(0, dot)).or(gateway::only);
    if (api.isEmpty()) {
      return ApiPipeline.Answer.refused(
          Answers.notFound(), "No API is named by the host " + host + ".");
    }
    return pipeline.answer(gateway, api.get(), request, requestId, trace);
  }

  private void record(
      HttpRequest request,
      ApiPipeline.Answer answer,
      Trace trace,
      String hopId,
      Instant start,
      Duration took) {
    Map<String, String> facts = new TreeMap<>();
    if (answer.route() != null) {
      facts.put("route", answer.route().routeKey());
    }
    if (answer.api() != null) {
      facts.put("apiId", answer.api().apiId());
    }
    if (answer.stage() != null) {
      facts.put("stage", answer.stage().stageName());
    }
    if (answer.reason() != null) {
      facts.put("reason", answer.reason());
    }
    int status = answer.response().status();
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    cloud
        .hops()
        .accept(
            new Hop(
                hopId,
                Hop.Kind.API,
                trace,
                request.headers().contains("x-amz-cf-id") ? "cloudfront" : "client",
                "apigateway",
                request.method() + " " + request.path(),
                answer.api() == null
                    ? request.header("host").orElse(null)
                    : answer.api().apiEndpoint() + request.path() + query,
                start,
                took,
                status,
                status < 400 ? null : String.valueOf(status),
                answer.body().length == 0
                    ? null
                    : new String(answer.body(), StandardCharsets.UTF_8),
                answer.text(),
                facts));
  }
}
