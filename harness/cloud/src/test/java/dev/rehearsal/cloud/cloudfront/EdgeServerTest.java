package dev.rehearsal.cloud.cloudfront;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.MovableClock;
import dev.rehearsal.cloud.call.AwsCall;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.CallHandler;
import dev.rehearsal.cloud.call.CallResult;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.CachePolicyType;
import software.amazon.awssdk.services.cloudfront.model.CustomErrorResponse;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionNotDisabledException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginCustomHeader;
import software.amazon.awssdk.services.cloudfront.model.OriginProtocolPolicy;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

class EdgeServerTest {

  private static final String OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
  private static final String DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
  private static final String ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
  private static final String SECURITY = "67f7725c-6f97-4210-82d7-5512b31e9d03";

  @TempDir Path folder;
  private final List<Hop> hops = new CopyOnWriteArrayList<>();
  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private final List<AwsCall> reads = new CopyOnWriteArrayList<>();
  private final List<HttpRequest> api = new CopyOnWriteArrayList<>();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private volatile Function<HttpRequest, HttpResponse> backend =
      any -> HttpResponse.of(200, "application/json", "{}");
  private Cloud cloud;
  private EdgeServer server;
  private CloudFrontClient cloudFront;
  private Distribution distribution;
  private String eTag;

  @BeforeEach
  void start() {
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .clock(clock)
            .hops(hops::add)
            .filter(this::bucket)
            .build();
    cloud
        .endpoints()
        .put(
            Endpoints.Server.API,
            URI.create("http://127.0.0.1:1"),
            request -> {
              api.add(request);
              return backend.apply(request);
            });
    server = EdgeServer.start(cloud, "127.0.0.1", 0);
    cloudFront =
        cloud.client(CloudFrontClient.class, new Caller.Root("000000000000", null), "us-east-1");
    String control =
        cloudFront
            .createOriginAccessControl(
                create ->
                    create.originAccessControlConfig(
                        config ->
                            config
                                .name("site")
                                .originAccessControlOriginType(OriginAccessControlOriginTypes.S3)
                                .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                                .signingProtocol(OriginAccessControlSigningProtocols.SIGV4)))
            .originAccessControl()
            .id();
    var made = cloudFront.createDistribution(create -> create.distributionConfig(shop(control)));
    distribution = made.distribution();
    eTag = made.eTag();
  }

  @AfterEach
  void stop() {
    server.close();
    cloud.close();
  }

  @Test
  void siteComesFromTheBucketSignedAsTheDistribution() throws Exception {
    objects.put("index.html", "<h1>shop</h1>");
    var response = send(request("/"));
    assertEquals(200, response.statusCode());
    assertEquals("<h1>shop</h1>", response.body());
    assertEquals("Miss from cloudfront", header(response, "x-cache"));
    assertEquals("nosniff", header(response, "x-content-type-options"));
    assertEquals("SAMEORIGIN", header(response, "x-frame-options"));
    assertTrue(header(response, "via").contains("(CloudFront)"));
    Caller.Service caller = (Caller.Service) reads.get(0).caller();
    assertEquals("cloudfront.amazonaws.com", caller.principal());
    assertEquals(distribution.arn(), caller.sourceArn());
    Hop hop = hops.get(0);
    assertEquals(Hop.Kind.EDGE, hop.kind());
    assertEquals("Miss from cloudfront", hop.facts().get("x-cache"));
    assertEquals(hop.id(), reads.get(0).trace().parent());
  }

  @Test
  void secondReadIsAHitUntilItsTimeIsOver() throws Exception {
    objects.put("logo.png", "one");
    send(request("/logo.png"));
    clock.move(Duration.ofSeconds(30));
    var hit = send(request("/logo.png?ignored=1"));
    assertEquals("Hit from cloudfront", header(hit, "x-cache"));
    assertEquals("30", header(hit, "age"));
    assertEquals(1, reads.size());
    clock.move(Duration.ofSeconds(90_000));
    assertEquals("RefreshHit from cloudfront", header(send(request("/logo.png")), "x-cache"));
    objects.put("logo.png", "two");
    clock.move(Duration.ofSeconds(90_000));
    var changed = send(request("/logo.png"));
    assertEquals("Miss from cloudfront", header(changed, "x-cache"));
    assertEquals("two", changed.body());
  }

  @Test
  void invalidationsForgetWhatTheirPathsName() throws Exception {
    objects.put("a/one.txt", "1");
    objects.put("b/two.txt", "2");
    send(request("/a/one.txt"));
    send(request("/b/two.txt"));
    cloudFront.createInvalidation(
        create ->
            create
                .distributionId(distribution.id())
                .invalidationBatch(
                    batch ->
                        batch
                            .callerReference("1")
                            .paths(paths -> paths.quantity(1).items("/a/*"))));
    assertEquals("Miss from cloudfront", header(send(request("/a/one.txt")), "x-cache"));
    assertEquals("Hit from cloudfront", header(send(request("/b/two.txt")), "x-cache"));
  }

  @Test
  void missingObjectsShowTheErrorPage() throws Exception {
    objects.put("error.html", "<h1>sorry</h1>");
    var response = send(request("/nothing.html"));
    assertEquals(404, response.statusCode());
    assertEquals("<h1>sorry</h1>", response.body());
    assertEquals("Error from cloudfront", header(response, "x-cache"));
  }

  @Test
  void errorsWithoutPageAreTheOrigins() throws Exception {
    var response = send(request("/nothing.html"));
    assertEquals(403, response.statusCode());
    assertTrue(response.body().contains("<Code>AccessDenied</Code>"), response.body());
  }

  @Test
  void apiGetsWhatThePolicyForwards() throws Exception {
    backend = any -> HttpResponse.of(409, "application/problem+json", "{\"title\":\"OUT\"}");
    var response =
        send(
            request("/api/orders?a=1")
                .header("Authorization", "Bearer x")
                .header("Cookie", "c=1")
                .header("Content-Type", "application/json")
                .header("X-Amzn-Trace-Id", "Root=1-abc-def")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
    assertEquals(409, response.statusCode());
    assertEquals("{\"title\":\"OUT\"}", response.body());
    HttpRequest seen = api.get(0);
    assertEquals("/api/orders", seen.path());
    assertEquals("a=1", seen.query());
    assertEquals("Bearer x", seen.header("authorization").orElseThrow());
    assertEquals("c=1", seen.header("cookie").orElseThrow());
    assertEquals("secret", seen.header("x-origin-secret").orElseThrow());
    assertEquals("abc.execute-api.us-east-1.amazonaws.com", seen.header("host").orElseThrow());
    assertTrue(seen.header("x-amzn-trace-id").orElseThrow().startsWith("Root=1-abc-def;Parent="));
    assertEquals("1-abc-def", hops.get(0).trace().root());
    send(request("/api/products"));
    send(request("/api/products"));
    assertEquals(3, api.size());
  }

  @Test
  void methodsNotAllowedStopAtTheEdge() throws Exception {
    var response = send(request("/index.html").DELETE());
    assertEquals(403, response.statusCode());
    assertTrue(reads.isEmpty());
  }

  @Test
  void rangesAndConditionsAreAnsweredFromTheCache() throws Exception {
    objects.put("video.mp4", "0123456789");
    var part = send(request("/video.mp4").header("Range", "bytes=2-4"));
    assertEquals(206, part.statusCode());
    assertEquals("234", part.body());
    assertEquals("bytes 2-4/10", header(part, "content-range"));
    assertEquals("89", send(request("/video.mp4").header("Range", "bytes=-2")).body());
    assertEquals(416, send(request("/video.mp4").header("Range", "bytes=99-")).statusCode());
    String tag = header(send(request("/video.mp4")), "etag");
    assertEquals(304, send(request("/video.mp4").header("If-None-Match", tag)).statusCode());
    var head =
        send(
            request("/video.mp4")
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
    assertEquals("", head.body());
    assertEquals("10", header(head, "content-length"));
    assertEquals(1, reads.size());
  }

  @Test
  void textIsCompressedForViewersThatTakeIt() throws Exception {
    objects.put("page.html", "word ".repeat(500));
    var response =
        HttpClient.newHttpClient()
            .send(
                request("/page.html").header("Accept-Encoding", "gzip, br").build(),
                java.net.http.HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("gzip", response.headers().firstValue("content-encoding").orElseThrow());
    assertArrayEquals(
        "word ".repeat(500).getBytes(StandardCharsets.UTF_8),
        new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes());
    assertFalse(send(request("/page.html")).headers().firstValue("content-encoding").isPresent());
  }

  @Test
  void distributionsChangeOnlyUnderTheirVersionAndGoOnlyWhenDisabled() {
    assertEquals("Deployed", distribution.status());
    assertThrows(
        PreconditionFailedException.class,
        () ->
            cloudFront.updateDistribution(
                update ->
                    update
                        .id(distribution.id())
                        .ifMatch("E0")
                        .distributionConfig(distribution.distributionConfig())));
    assertThrows(
        DistributionNotDisabledException.class,
        () -> cloudFront.deleteDistribution(delete -> delete.id(distribution.id()).ifMatch(eTag)));
    String disabled =
        cloudFront
            .updateDistribution(
                update ->
                    update
                        .id(distribution.id())
                        .ifMatch(eTag)
                        .distributionConfig(
                            distribution.distributionConfig().toBuilder().enabled(false).build()))
            .eTag();
    cloudFront.deleteDistribution(delete -> delete.id(distribution.id()).ifMatch(disabled));
    assertThrows(
        NoSuchDistributionException.class,
        () -> cloudFront.getDistribution(get -> get.id(distribution.id())));
  }

  @Test
  void managedPoliciesAreListedUnderTheirNames() {
    List<String> names =
        cloudFront
            .listCachePolicies(list -> list.type(CachePolicyType.MANAGED))
            .cachePolicyList()
            .items()
            .stream()
            .map(one -> one.cachePolicy().cachePolicyConfig().name())
            .toList();
    assertTrue(names.contains("Managed-CachingOptimized"), names.toString());
    assertEquals(
        "Managed-AllViewerExceptHostHeader",
        cloudFront
            .getOriginRequestPolicy(get -> get.id(ALL_BUT_HOST))
            .originRequestPolicy()
            .originRequestPolicyConfig()
            .name());
  }

  @Test
  void pathPatternsKnowStarsAndQuestionMarks() {
    assertTrue(Behaviors.matches("/api/*", "/api/orders/1"));
    assertTrue(Behaviors.matches("images/*.jp?g", "/images/a/b.jpeg"));
    assertFalse(Behaviors.matches("/api/*", "/apis"));
    assertFalse(Behaviors.matches("*.PNG", "/a.png"));
  }

  /** A bucket that holds {@code objects} and tells nobody what it lacks. */
  private CallResult bucket(AwsCall call, CallHandler next) {
    if (!call.operation().name().equals("GetObject")) {
      return next.handle(call);
    }
    reads.add(call);
    GetObjectRequest request = (GetObjectRequest) call.request();
    String text = objects.get(request.key());
    if (text == null) {
      throw AwsError.of("AccessDenied", 403, "Access Denied");
    }
    String tag = "\"" + Integer.toHexString(text.hashCode()) + "\"";
    if (tag.equals(request.ifNoneMatch())) {
      throw AwsError.of("NotModified", 304, "Not Modified");
    }
    return new CallResult(
        GetObjectResponse.builder()
            .eTag(tag)
            .contentType("text/html")
            .contentLength((long) text.length())
            .build(),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anAddressWithABrokenEscapeIsToldSoAndRecorded() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /%u0041 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("<Code>InvalidURI</Code>"), answer);
    }
    assertEquals(400, hops.get(0).status());
    assertEquals("GET /%u0041", hops.get(0).action());
  }

  @Test
  void aHeadLeavesNoEmptyBodyToLaterReaders() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    com.sun.net.httpserver.HttpServer origin =
        com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod());
          byte[] body = "the page".getBytes(StandardCharsets.UTF_8);
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(200, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    origin.start();
    try {
      DistributionConfig config = shop("");
      Origin web =
          Origin.builder()
              .id("site")
              .domainName("127.0.0.1")
              .customOriginConfig(
                  custom ->
                      custom
                          .httpPort(origin.getAddress().getPort())
                          .httpsPort(443)
                          .originProtocolPolicy(OriginProtocolPolicy.HTTP_ONLY))
              .build();
      cloudFront.updateDistribution(
          update ->
              update
                  .id(distribution.id())
                  .ifMatch(eTag)
                  .distributionConfig(
                      config.toBuilder()
                          .origins(o -> o.quantity(2).items(web, config.origins().items().get(1)))
                          .build()));
      var head =
          send(request("/x").method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
      assertEquals(200, head.statusCode());
      assertEquals("", head.body());
      var get = send(request("/x"));
      assertEquals("the page", get.body());
      assertEquals("Hit from cloudfront", header(get, "x-cache"));
      assertEquals(
          "8",
          header(
              send(request("/x").method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody())),
              "content-length"));
      assertEquals(List.of("GET"), asked);
    } finally {
      origin.stop(0);
    }
  }

  private static DistributionConfig shop(String control) {
    return DistributionConfig.builder()
        .callerReference("shop")
        .comment("shop")
        .enabled(true)
        .defaultRootObject("index.html")
        .origins(
            origins ->
                origins
                    .quantity(2)
                    .items(
                        Origin.builder()
                            .id("site")
                            .domainName("t2s-frontend.s3.eu-west-1.amazonaws.com")
                            .originAccessControlId(control)
                            .s3OriginConfig(s3 -> s3.originAccessIdentity(""))
                            .build(),
                        Origin.builder()
                            .id("api")
                            .domainName("abc.execute-api.us-east-1.amazonaws.com")
                            .customHeaders(
                                headers ->
                                    headers
                                        .quantity(1)
                                        .items(
                                            OriginCustomHeader.builder()
                                                .headerName("x-origin-secret")
                                                .headerValue("secret")
                                                .build()))
                            .customOriginConfig(
                                custom ->
                                    custom
                                        .httpPort(80)
                                        .httpsPort(443)
                                        .originProtocolPolicy(OriginProtocolPolicy.HTTPS_ONLY))
                            .build()))
        .defaultCacheBehavior(
            behavior ->
                behavior
                    .targetOriginId("site")
                    .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                    .cachePolicyId(OPTIMIZED)
                    .responseHeadersPolicyId(SECURITY)
                    .compress(true))
        .cacheBehaviors(
            behaviors ->
                behaviors
                    .quantity(1)
                    .items(
                        CacheBehavior.builder()
                            .pathPattern("/api/*")
                            .targetOriginId("api")
                            .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                            .allowedMethods(
                                methods ->
                                    methods
                                        .quantity(7)
                                        .itemsWithStrings(
                                            "GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH",
                                            "DELETE"))
                            .cachePolicyId(DISABLED)
                            .originRequestPolicyId(ALL_BUT_HOST)
                            .build()))
        .customErrorResponses(
            errors ->
                errors
                    .quantity(1)
                    .items(
                        CustomErrorResponse.builder()
                            .errorCode(403)
                            .responseCode("404")
                            .responsePagePath("/error.html")
                            .errorCachingMinTTL(10L)
                            .build()))
        .build();
  }

  private java.net.http.HttpRequest.Builder request(String path) {
    return java.net.http.HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private static java.net.http.HttpResponse<String> send(java.net.http.HttpRequest.Builder request)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
  }

  private static String header(java.net.http.HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
