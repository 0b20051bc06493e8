package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.Trace;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudfront.model.Distribution;

/** Takes viewers' requests: finds the distribution, records the hop, signs the answer. */
final class EdgeRequests implements HttpHandler {

  private static final String POP = "REH50-P1";

  private final Cloud cloud;
  private final EdgePipeline pipeline;
  private final boolean plainIsSecure;

  /**
   * Takes requests.
   *
   * @param plainIsSecure whether plain HTTP counts as HTTPS
   */
  EdgeRequests(Cloud cloud, boolean plainIsSecure) {
    this.cloud = cloud;
    this.pipeline = new EdgePipeline(cloud);
    this.plainIsSecure = plainIsSecure;
  }

  private HttpRequest secured(HttpRequest request) {
    return request.secure() || !plainIsSecure
        ? request
        : new HttpRequest(
            request.method(),
            request.path(),
            request.query(),
            request.headers(),
            request.body(),
            request.remoteAddress(),
            true);
  }

  @Override
  public HttpResponse handle(HttpRequest received) throws IOException {
    HttpRequest request = secured(received);
    Instant start = Instant.now();
    Trace trace =
        Trace.parse(request.header("x-amzn-trace-id").orElse(null))
            .orElseGet(
                () -> new Trace("1-" + cloud.ids().hex(8) + "-" + cloud.ids().hex(24), null));
    String hopId = cloud.ids().uuid();
    String cfId = Base64.getUrlEncoder().encodeToString(cloud.ids().bytes(40));
    CloudFront cloudFront = cloud.peer(CloudFront.class, cloud.settings().account(), "us-east-1");
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    Optional<Distribution> distribution = Hosts.find(cloudFront.all(), host);
    EdgePipeline.Result result =
        distribution.isEmpty()
            ? new EdgePipeline.Result(
                OriginAnswer.error(
                    403, "Bad request.", "No distribution is named by the host " + host + "."),
                "Error",
                null)
            : pipeline.answer(cloudFront, distribution.get(), request, cfId, trace.childOf(hopId));
    OriginAnswer answer = result.answer();
    Headers headers = answer.headers().copy();
    headers.set("x-cache", result.xCache() + " from cloudfront");
    String via = "1.1 " + EdgePipeline.HOST + " (CloudFront)";
    headers.set("via", headers.first("via").map(before -> before + ", " + via).orElse(via));
    headers.set("x-amz-cf-pop", POP);
    headers.set("x-amz-cf-id", cfId);
    if (!headers.contains("date")) {
      headers.set(
          "date",
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              cloud.clock().instant().atOffset(ZoneOffset.UTC)));
    }
    headers.remove("content-length");
    String name = host.replaceFirst(":\\d+$", "");
    if (received.secure() && (name.equals("localhost") || name.endsWith(".localhost"))) {
      // A browser would hold every other server of this machine to it.
      headers.remove("strict-transport-security");
    }
    record(request, distribution, result, trace, hopId, start);
    HttpResponse response = HttpResponse.of(answer.status(), headers, answer.body());
    return answer.status() == 304
        ? new HttpResponse(304, headers, InputStream.nullInputStream(), 0)
        : response;
  }

  private void record(
      HttpRequest request,
      Optional<Distribution> distribution,
      EdgePipeline.Result result,
      Trace trace,
      String hopId,
      Instant start) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("x-cache", result.xCache() + " from cloudfront");
    facts.put("x-amz-cf-pop", POP);
    if (result.behavior() != null) {
      facts.put("behavior", result.behavior());
    }
    if (result.firewall() != null) {
      facts.put("waf", result.firewall());
    }
    distribution.ifPresent(one -> facts.put("distribution", one.id()));
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    int status = result.answer().status();
    cloud
        .hops()
        .accept(
            new Hop(
                hopId,
                Hop.Kind.EDGE,
                trace,
                "client",
                "cloudfront",
                request.method() + " " + request.path(),
                distribution
                    .map(one -> "https://" + one.domainName() + request.path() + query)
                    .orElse(null),
                start,
                Duration.between(start, Instant.now()),
                status,
                status < 400 ? null : String.valueOf(status),
                null,
                null,
                facts));
  }
}
