package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.http.HttpServer;
import java.net.URI;

/**
 * CloudFront's data plane: an HTTP server that answers for every distribution.
 *
 * <p>The distribution is the one whose id, domain or alias the Host header names; where it names
 * none, the only one there is. Plain HTTP over loopback counts as the viewer's HTTPS, unless TLS is
 * on.
 */
public final class EdgeServer implements AutoCloseable {

  private final HttpServer server;

  private EdgeServer(HttpServer server) {
    this.server = server;
  }

  /** Starts the edge without TLS and tells the cloud's endpoints where it listens. */
  public static EdgeServer start(Cloud cloud, String host, int port) {
    return start(cloud, host, port, false);
  }

  /**
   * Starts the edge and tells the cloud's endpoints where it listens.
   *
   * @param tls whether viewers can reach it over TLS, so that plain HTTP is redirected or refused
   *     by the behaviours' viewer protocol policies
   */
  public static EdgeServer start(Cloud cloud, String host, int port, boolean tls) {
    EdgeRequests requests = new EdgeRequests(cloud, tls);
    HttpServer server =
        HttpServer.start(
            "edge", host, port, cloud.settings().debugging().limit(HttpServer.ANSWERING), requests);
    cloud.endpoints().put(Endpoints.Server.EDGE, server.address(), requests);
    return new EdgeServer(server);
  }

  /** Its address, without a trailing slash. */
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
