package dev.rehearsal.cloud.wire;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.http.HttpHandler;
import dev.rehearsal.cloud.http.HttpRequest;
import dev.rehearsal.cloud.http.HttpResponse;
import dev.rehearsal.cloud.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The AWS endpoint: every service's API on one port, for any AWS client. */
public final class AwsServer implements AutoCloseable {

  private static final String VERSION = "0.1.0";

  private final HttpServer server;

  private AwsServer(HttpServer server) {
    this.server = server;
  }

  /** Starts the endpoint and tells its address to the cloud's {@link Endpoints}. */
  public static AwsServer start(Cloud cloud, String host, int port, SignatureMode mode) {
    return start(cloud, host, port, mode, List.of());
  }

  /**
   * Starts the endpoint and tells its address to the cloud's {@link Endpoints}.
   *
   * @param host the address to bind to
   * @param port the port, or 0 for a free one
   * @param routes what answers before AWS's APIs do; the first that claims a request gets it
   */
  public static AwsServer start(
      Cloud cloud, String host, int port, SignatureMode mode, List<Route> routes) {
    HttpServer server =
        HttpServer.start(
            "aws",
            host,
            port,
            cloud.settings().debugging().limit(HttpServer.ANSWERING),
            new Front(cloud, mode, List.copyOf(routes)));
    cloud.endpoints().put(Endpoints.Server.AWS, server.address());
    return new AwsServer(server);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Its address, without a trailing slash. */
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Front implements HttpHandler {

    /** A bucket's name cannot begin so. */
    private static final Set<String> HEALTH = Set.of("/_localstack/health", "/_rehearsal/health");

    private final List<Route> routes;
    private final AwsEndpoint aws;

    Front(Cloud cloud, SignatureMode mode, List<Route> routes) {
      this.routes = routes;
      this.aws = new AwsEndpoint(cloud, mode);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
      for (Route route : routes) {
        if (route.claims().test(request)) {
          return route.handler().handle(request);
        }
      }
      if (HEALTH.contains(request.path())) {
        return health();
      }
      return Cors.preflight(request) ? Cors.allow(request) : aws.handle(request);
    }

    private static HttpResponse health() {
      String services =
          ServiceCatalog.all().stream()
              .map(ServiceDefinition::id)
              .sorted()
              .map(id -> "\"" + id + "\": \"available\"")
              .collect(Collectors.joining(", "));
      return HttpResponse.of(
          200,
          "application/json",
          "{\"services\": {"
              + services
              + "}, \"edition\": \"community\", \"version\": \""
              + VERSION
              + "\"}");
    }
  }
}
