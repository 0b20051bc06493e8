package dev.rehearsal.stage.desk;

import dev.rehearsal.cloud.http.HttpServer;
import java.net.URI;

/** The desk's HTTP server on the loopback interface. Thread-safe. */
public final class Desk implements AutoCloseable {

  private final HttpServer server;

  private Desk(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens the desk.
   *
   * @param port the port, or 0 for a free one
   * @throws HttpServer.PortInUse where another process listens on the port
   */
  public static Desk open(DeskSources sources, int port) {
    return new Desk(HttpServer.start("desk", "127.0.0.1", port, new DeskHandler(sources)));
  }

  /** Where it is, without a trailing slash. */
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
