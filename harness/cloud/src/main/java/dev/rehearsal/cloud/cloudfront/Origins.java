package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.Origin;

/** Fetches from the three sorts of origin: buckets, APIs, and web servers on loopback. */
final class Origins implements AutoCloseable {

  private static final Pattern BUCKET =
      Pattern.compile("([a-z0-9][a-z0-9.-]+)\\.s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com");
  private static final Pattern API =
      Pattern.compile("[a-z0-9]+\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com");

  private final Cloud cloud;
  private final HttpOrigin http = new HttpOrigin();

  Origins(Cloud cloud) {
    this.cloud = cloud;
  }

  /**
   * A request to an origin.
   *
   * @param path the path with the origin's own path before it, still percent-encoded
   */
  record Ask(
      String method,
      String path,
      String query,
      Headers headers,
      byte[] body,
      String viewerAddress) {}

  OriginAnswer fetch(CloudFront cloudFront, Distribution distribution, Origin origin, Ask ask) {
    Matcher bucket = BUCKET.matcher(origin.domainName());
    if (bucket.matches()) {
      return S3Origin.fetch(
          cloudFront, distribution, origin, bucket.group(1), bucket.group(2), ask);
    }
    if (API.matcher(origin.domainName()).matches()) {
      return api(origin, ask);
    }
    return http.fetch(origin, ask);
  }

  private OriginAnswer api(Origin origin, Ask ask) {
    if (!ask.headers().first("host").orElse("").equals(origin.domainName())) {
      // API Gateway knows its own names only: forwarding the viewer's Host is a classic mistake.
      return OriginAnswer.of(403, "application/json", "{\"message\":\"Forbidden\"}");
    }
    HttpHandler handler = cloud.endpoints().handler(Endpoints.Server.API).orElse(null);
    if (handler == null) {
      return OriginAnswer.error(
          502,
          "CloudFront wasn't able to connect to the origin.",
          "The API server has not been started.");
    }
    try {
      HttpResponse response =
          handler.handle(
              new HttpRequest(
                  ask.method(),
                  ask.path(),
                  ask.query(),
                  ask.headers(),
                  new ByteArrayInputStream(ask.body()),
                  ask.viewerAddress(),
                  true));
      try (InputStream body = response.body()) {
        return new OriginAnswer(response.status(), response.headers(), body.readAllBytes());
      }
    } catch (IOException broken) {
      return OriginAnswer.error(
          502, "CloudFront wasn't able to connect to the origin.", String.valueOf(broken));
    }
  }

  @Override
  public void close() {}
}
