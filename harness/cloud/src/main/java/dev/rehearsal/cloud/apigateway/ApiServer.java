package dev.rehearsal.cloud.apigateway;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Endpoints;
import dev.rehearsal.cloud.http.HttpServer;
import java.net.URI;

/**
 * API Gateway's data plane: an HTTP server that answers for every HTTP API.
 *
 * <p>The API is the one that the first label of the Host header names; where it names none, the
 * only API there is.
 */
public final class ApiServer implements AutoCloseable {

  private final HttpServer server;

  private ApiServer(HttpServer server) {
    this.server = server;
  }

  /** Starts the server and tells the cloud's endpoints where it listens. */
  public static ApiServer start(Cloud cloud, String host, int port) {
    ApiRequests requests = new ApiRequests(cloud);
    HttpServer server =
        HttpServer.start(
            "api", host, port, cloud.settings().debugging().limit(HttpServer.ANSWERING), requests);
    cloud.endpoints().put(Endpoints.Server.API, server.address(), requests);
    return new ApiServer(server);
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
