package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.apigatewayv2.model.Api;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.Authorizer;
import software.amazon.awssdk.services.apigatewayv2.model.Cors;
import software.amazon.awssdk.services.apigatewayv2.model.Integration;
import software.amazon.awssdk.services.apigatewayv2.model.Route;
import software.amazon.awssdk.services.apigatewayv2.model.Stage;

/**
 * What a request to an API goes through: stage, CORS, route, throttling, authorizer, integration.
 */
final class ApiPipeline {

  private static final int BODY_LIMIT = 10 * 1024 * 1024;
  private static final int HEADER_LIMIT = 10_240;

  /**
   * What was answered and what was known by then.
   *
   * @param reason why API Gateway or the integration refused; null where neither did
   */
  record Answer(
      HttpResponse response,
      byte[] body,
      @Nullable ApiGateway gateway,
      @Nullable Api api,
      @Nullable Stage stage,
      @Nullable Route route,
      int integrationStatus,
      @Nullable String reason) {

    static Answer refused(HttpResponse response, String reason) {
      return new Answer(response, new byte[0], null, null, null, null, 0, reason);
    }

    /** The response's body as text; null where it isn't text or is long. */
    @Nullable String text() {
      if (response.body() instanceof ByteArrayInputStream stream
          && response.length() > 0
          && response.length() <= 256 * 1024) {
        stream.mark(0);
        String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        stream.reset();
        return text;
      }
      return null;
    }

    /** The {@code $context} variables of access logs. */
    Map<String, String> facts(HttpRequest request, String requestId, Duration took) {
      Map<String, String> facts = new HashMap<>();
      Instant now = gateway == null ? Instant.now() : gateway.surroundings().clock().instant();
      facts.put("requestId", requestId);
      facts.put("extendedRequestId", requestId);
      facts.put("identity.sourceIp", request.remoteAddress());
      facts.put("identity.userAgent", request.header("user-agent").orElse("-"));
      facts.put("httpMethod", request.method());
      facts.put("path", request.path());
      facts.put("protocol", "HTTP/1.1");
      facts.put("status", String.valueOf(response.status()));
      facts.put("responseLength", String.valueOf(Math.max(0, response.length())));
      facts.put("responseLatency", String.valueOf(took.toMillis()));
      facts.put("requestTime", Exchange.clf(now));
      facts.put("requestTimeEpoch", String.valueOf(now.toEpochMilli()));
      if (api != null && gateway != null) {
        facts.put("apiId", api.apiId());
        facts.put("accountId", gateway.surroundings().account());
        facts.put("domainName", gateway.domain(api.apiId()));
        facts.put("domainPrefix", api.apiId());
      }
      if (stage != null) {
        facts.put("stage", stage.stageName());
      }
      if (route != null) {
        facts.put("routeKey", route.routeKey());
      }
      if (integrationStatus > 0) {
        facts.put("integrationStatus", String.valueOf(integrationStatus));
        facts.put("integration.status", String.valueOf(integrationStatus));
        facts.put("integrationLatency", String.valueOf(took.toMillis()));
        facts.put("integration.latency", String.valueOf(took.toMillis()));
      }
      if (reason != null) {
        boolean own = response.status() < 500;
        facts.put(own ? "error.message" : "integrationErrorMessage", reason);
        facts.put(own ? "authorizer.error" : "integration.error", reason);
      }
      return facts;
    }
  }

  private record Target(Stage stage, String path) {}

  private final TokenBuckets buckets = new TokenBuckets(System::nanoTime);
  private final Integrations integrations = new Integrations();

  Answer answer(
      ApiGateway gateway, HttpApi held, HttpRequest request, String requestId, Trace trace)
      throws IOException {
    Api api = held.api();
    Progress progress = new Progress(gateway, api);
    if (Boolean.TRUE.equals(api.disableExecuteApiEndpoint())) {
      return progress.refuse(Answers.notFound(), "The execute-api endpoint is disabled.");
    }
    if (headerBytes(request) > HEADER_LIMIT) {
      return progress.refuse(
          Answers.message(431, "Request Header Fields Too Large"), "Headers over 10,240 bytes.");
    }
    Optional<Target> target = target(held, request.path());
    if (target.isEmpty()) {
      return progress.refuse(Answers.notFound(), "No stage serves the path.");
    }
    Stage stage = target.get().stage();
    progress.stage = stage;
    Cors cors = api.corsConfiguration();
    if (cors != null && CorsAnswer.isPreflight(request)) {
      return progress.done(CorsAnswer.preflight(cors, request), 0, null);
    }
    Answer answer = routed(progress, held, target.get(), request, requestId, trace);
    if (cors != null) {
      CorsAnswer.apply(cors, request, answer.response().headers());
    }
    return answer;
  }

  private Answer routed(
      Progress progress,
      HttpApi held,
      Target target,
      HttpRequest request,
      String requestId,
      Trace trace)
      throws IOException {
    Stage stage = target.stage();
    ApiConfig config = held.served(stage).orElse(null);
    if (config == null) {
      return progress.refuse(
          Answers.notFound(), "Nothing has been deployed to stage " + stage.stageName() + ".");
    }
    RouteTable.Match match = config.routes().match(request.method(), target.path()).orElse(null);
    if (match == null) {
      return progress.refuse(
          Answers.notFound(), "No route matches " + request.method() + " " + target.path() + ".");
    }
    Route route = match.route();
    progress.route = route;
    if (!buckets.take(progress.api.apiId(), stage, route.routeKey())) {
      return progress.refuse(
          Answers.message(429, "Too Many Requests"), "The route's token bucket is empty.");
    }
    Surroundings aws = progress.gateway.surroundings();
    Exchange.Identity identity = null;
    if (route.authorizationType() == AuthorizationType.JWT) {
      Authorizer authorizer = config.authorizers().get(String.valueOf(route.authorizerId()));
      if (authorizer == null) {
        return progress.refuse(
            Answers.message(500, "Internal Server Error"), "The authorizer was deleted.");
      }
      JwtCheck.Verdict verdict = JwtCheck.check(aws, authorizer, route, request);
      if (verdict instanceof JwtCheck.Verdict.Refused refused) {
        return progress.refuse(refused.response(), refused.reason());
      }
      identity = ((JwtCheck.Verdict.Allowed) verdict).identity();
    }
    byte[] body;
    try {
      body = request.bytes(BODY_LIMIT);
    } catch (HttpRequest.BodyTooLarge tooLarge) {
      return progress.refuse(
          Answers.message(413, "Request Entity Too Large"), "The body has more than 10 MB.");
    }
    progress.body = body;
    String integrationId =
        route.target() == null ? "" : route.target().substring("integrations/".length());
    Integration integration = config.integrations().get(integrationId);
    if (integration == null) {
      return progress.refuse(
          Answers.message(500, "Internal Server Error"), "The route has no integration.");
    }
    Headers headers = request.headers().copy();
    headers.set("x-amzn-trace-id", trace.header());
    forwarded(headers, request);
    HttpRequest passed =
        new HttpRequest(
            request.method(),
            request.path(),
            request.query(),
            headers,
            InputStream.nullInputStream(),
            request.remoteAddress(),
            request.secure());
    Integrations.Outcome outcome =
        integrations.call(
            integration,
            new Exchange(
                aws,
                progress.api,
                stage,
                match,
                passed,
                body,
                requestId,
                aws.clock().instant(),
                identity),
            trace);
    return progress.done(outcome.response(), outcome.status(), outcome.error());
  }

  /** The stage that the first path segment names, with the rest as path; else $default. */
  private static Optional<Target> target(HttpApi api, String path) {
    int end = path.indexOf('/', 1);
    String first = path.substring(1, end < 0 ? path.length() : end);
    Optional<Target> named =
        first.isEmpty() || first.equals("$default")
            ? Optional.empty()
            : api.findStage(first)
                .map(stage -> new Target(stage, end < 0 ? "/" : path.substring(end)));
    return named.or(() -> api.findStage("$default").map(stage -> new Target(stage, path)));
  }

  private static void forwarded(Headers headers, HttpRequest request) {
    String before = String.join(", ", headers.all("x-forwarded-for"));
    headers.set(
        "x-forwarded-for",
        before.isEmpty() ? request.remoteAddress() : before + ", " + request.remoteAddress());
    headers.set("x-forwarded-port", "443");
    headers.set("x-forwarded-proto", "https");
  }

  private static int headerBytes(HttpRequest request) {
    int[] total = {0};
    request.headers().forEach((name, value) -> total[0] += name.length() + value.length() + 4);
    return total[0];
  }

  /** What is known of a request so far. */
  private static final class Progress {
    private final ApiGateway gateway;
    private final Api api;
    private @Nullable Stage stage;
    private @Nullable Route route;
    private byte[] body = {};

    Progress(ApiGateway gateway, Api api) {
      this.gateway = gateway;
      this.api = api;
    }

    Answer refuse(HttpResponse response, String reason) {
      return done(response, 0, reason);
    }

    Answer done(HttpResponse response, int integrationStatus, @Nullable String reason) {
      return new Answer(response, body, gateway, api, stage, route, integrationStatus, reason);
    }
  }
}
