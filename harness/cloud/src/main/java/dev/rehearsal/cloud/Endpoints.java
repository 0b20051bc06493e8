package dev.rehearsal.cloud;

import dev.rehearsal.cloud.http.HttpHandler;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the servers of one cloud listen. Filled as they start; thread-safe. */
public final class Endpoints {

  /** The servers. */
  public enum Server {
    /** The AWS endpoint: every service's API on one port. */
    AWS,
    /** CloudFront's edge. */
    EDGE,
    /** API Gateway's execute-api. */
    API,
    /** The SMTP server behind SES. */
    SMTP
  }

  private final Map<Server, URI> addresses = new ConcurrentHashMap<>();
  private final Map<Server, HttpHandler> handlers = new ConcurrentHashMap<>();

  /** Tells where a server listens. */
  public void put(Server server, URI address) {
    addresses.put(server, address);
  }

  /** Where a server listens, without a trailing slash; empty where it has not been started. */
  public Optional<URI> find(Server server) {
    return Optional.ofNullable(addresses.get(server));
  }

  /** Tells where a server listens, and what answers there without a detour over the network. */
  public void put(Server server, URI address, HttpHandler handler) {
    put(server, address);
    handlers.put(server, handler);
  }

  /** What answers a server's requests; empty where it is not started or takes none this way. */
  public Optional<HttpHandler> handler(Server server) {
    return Optional.ofNullable(handlers.get(server));
  }

  /**
   * Where a server listens, without a trailing slash.
   *
   * @throws IllegalStateException where that server has not been started
   */
  public URI get(Server server) {
    URI address = addresses.get(server);
    if (address == null) {
      throw new IllegalStateException("The " + server + " server has not been started.");
    }
    return address;
  }
}
