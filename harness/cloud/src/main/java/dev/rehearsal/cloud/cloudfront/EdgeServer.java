package dev.rehearsal.cloud.cloudfront;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.http.HttpServer;
import java.net.URI;
import java.time.Duration;

/**
 * CloudFront's data plane: two ports that answer for every distribution.
 *
 * <p>The distribution is the one whose id, domain or alias the Host header names; where it names
 * none, the only one there is. On the first port plain HTTP counts as the viewer's HTTPS, so that
 * nobody has to trust a certificate to look at the shop. The second one is as CloudFront's ports
 * are: it takes TLS, and plain HTTP only as far as the viewer protocol policies let it.
 */
public final class EdgeServer implements AutoCloseable {

  private final HttpServer convenient;
  private final HttpServer secure;

  private EdgeServer(HttpServer convenient, HttpServer secure) {
    this.convenient = convenient;
    this.secure = secure;
  }

  /** Starts the edge, TLS on any free port, and tells the cloud's endpoints where it listens. */
  public static EdgeServer start(Cloud cloud, String host, int port) {
    return start(cloud, host, port, 0);
  }

  /**
   * Starts the edge and tells the cloud's endpoints where it listens.
   *
   * @param port where plain HTTP counts as HTTPS
   * @param tlsPort where TLS is spoken, and the viewer protocol policies hold
   */
  public static EdgeServer start(Cloud cloud, String host, int port, int tlsPort) {
    Duration answering = cloud.settings().debugging().limit(HttpServer.ANSWERING);
    EdgeRequests requests = new EdgeRequests(cloud, true);
    HttpServer convenient = HttpServer.start("edge", host, port, answering, requests);
    HttpServer secure;
    try {
      secure =
          HttpServer.start(
              "edge-tls",
              host,
              tlsPort,
              answering,
              EdgeTls.context(cloud),
              new EdgeRequests(cloud, false));
    } catch (RuntimeException failed) {
      convenient.close();
      throw failed;
    }
    cloud.endpoints().put(Endpoints.Server.EDGE, convenient.address(), requests);
    return new EdgeServer(convenient, secure);
  }

  /** Where plain HTTP counts as HTTPS, without a trailing slash. */
  public URI address() {
    return convenient.address();
  }

  /** Where TLS is spoken, without a trailing slash. */
  public URI secureAddress() {
    return secure.address();
  }

  @Override
  public void close() {
    try {
      convenient.close();
    } finally {
      secure.close();
    }
  }
}
