package dev.rehearsal.cloud.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server on the loopback interface. */
public final class HttpServer implements AutoCloseable {

  /** A client that stops in the middle of a request is cut off, as by any server on the net. */
  private static final Duration READING = Duration.ofSeconds(10);

  /** How long a client waits for an answer where nothing else is said. */
  public static final Duration ANSWERING = Duration.ofMinutes(2);

  /** How many bytes of a refused request are read so that its connection stays usable. */
  private static final int LEFT_UNREAD = 256 * 1024;

  private final Server server;
  private final ServerConnector connector;

  private final String scheme;

  private HttpServer(Server server, ServerConnector connector, String scheme) {
    this.server = server;
    this.connector = connector;
    this.scheme = scheme;
  }

  /**
   * Starts a server.
   *
   * @param name what the server is, for its threads' names
   * @param host the address to bind to, for example {@code 127.0.0.1}
   * @param port the port, or 0 for a free one
   * @throws PortInUse where another process listens on the port
   */
  public static HttpServer start(String name, String host, int port, HttpHandler handler) {
    return start(name, host, port, ANSWERING, handler);
  }

  /**
   * Starts a server.
   *
   * @param answering how long a client that has sent its request may wait for an answer
   * @throws PortInUse where another process listens on the port
   */
  public static HttpServer start(
      String name, String host, int port, Duration answering, HttpHandler handler) {
    return start(name, host, port, READING, answering, handler);
  }

  /**
   * Starts a server whose port takes TLS and plain HTTP: {@link HttpRequest#secure} tells which.
   *
   * @param answering how long a client that has sent its request may wait for an answer
   * @param tls the server's side of TLS
   * @throws PortInUse where another process listens on the port
   */
  public static HttpServer start(
      String name, String host, int port, Duration answering, SSLContext tls, HttpHandler handler) {
    return start(name, host, port, READING, answering, tls, handler);
  }

  /**
   * Starts a server.
   *
   * @param reading how long a client may send nothing in a request or before its next one; zero for
   *     ever
   * @param answering how long a client that has sent its request may wait for an answer; zero for
   *     ever
   * @throws PortInUse where another process listens on the port
   */
  public static HttpServer start(
      String name,
      String host,
      int port,
      Duration reading,
      Duration answering,
      HttpHandler handler) {
    return start(name, host, port, reading, answering, null, handler);
  }

  private static HttpServer start(
      String name,
      String host,
      int port,
      Duration reading,
      Duration answering,
      @Nullable SSLContext tls,
      HttpHandler handler) {
    QueuedThreadPool threads = new QueuedThreadPool(200, 4);
    threads.setName(name);
    threads.setDaemon(true);
    Server server = new Server(threads);
    server.setStopTimeout(0);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    // Else Jetty respells known values, such as charset=UTF-8, and no signature fits them.
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setRequestHeaderSize(64 * 1024);
    configuration.setResponseHeaderSize(64 * 1024);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, 1, 1, http)
            : new ServerConnector(server, 1, 1, either(configuration, tls, http), http);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(reading.toMillis());
    connector.setReuseAddress(true);
    server.addConnector(connector);
    ErrorHandler errors = new ErrorHandler();
    errors.setShowStacks(false);
    errors.setShowCauses(false);
    server.setErrorHandler(errors);
    server.setHandler(new Adapter(handler, reading, answering));
    try {
      server.start();
    } catch (IOException failure) {
      throw new PortInUse(name, host, port, failure);
    } catch (Exception failure) {
      throw new IllegalStateException("The " + name + " server did not start.", failure);
    }
    return new HttpServer(server, connector, tls == null ? "http://" : "https://");
  }

  private static DetectorConnectionFactory either(
      HttpConfiguration configuration, SSLContext tls, HttpConnectionFactory http) {
    // Which certificate fits which name is the context's to say.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(tls);
    factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    return new DetectorConnectionFactory(new SslConnectionFactory(factory, http.getProtocol()));
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Its address, without a trailing slash. */
  public URI address() {
    return URI.create(scheme + connector.getHost() + ":" + port());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("A server did not stop.", failure);
    }
  }

  /** A handler throws this to cut the connection instead of answering. */
  public static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;

    public Cut(Throwable cause) {
      super(cause);
    }
  }

  /** Another process listens on the wanted port. */
  public static final class PortInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortInUse(String name, String host, int port, Throwable cause) {
      super(
          "Port "
              + port
              + " of "
              + host
              + ", wanted for the "
              + name
              + " server, is in use by another process. Stop that one, or choose another port.",
          cause);
    }
  }

  private static final class Adapter extends Handler.Abstract {

    private static final System.Logger LOG = System.getLogger(HttpServer.class.getName());

    private final HttpHandler handler;
    private final long reading;
    private final long answering;

    Adapter(HttpHandler handler, Duration reading, Duration answering) {
      this.handler = handler;
      this.reading = reading.toMillis();
      this.answering = answering.toMillis();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      HttpResponse answer;
      EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
      Request.addCompletionListener(request, done -> end.setIdleTimeout(reading));
      if (!hasBody(request)) {
        end.setIdleTimeout(answering);
      }
      HttpRequest read = read(request, end);
      try {
        answer = handler.handle(read);
        finish(request, read, answer);
      } catch (HttpRequest.BodyTooLarge tooLarge) {
        answer = HttpResponse.of(413, "text/plain", String.valueOf(tooLarge.getMessage()));
        answer.headers().set("connection", "close");
      } catch (Cut cut) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(cut);
        return true;
      } catch (IOException broken) {
        if (!(broken.getCause() instanceof TimeoutException)) {
          callback.failed(broken);
          return true;
        }
        answer = HttpResponse.of(408, "text/plain", "The request did not come to its end.");
        answer.headers().set("connection", "close");
      } catch (RuntimeException | Error unexpected) {
        LOG.log(System.Logger.Level.ERROR, "A request handler failed", unexpected);
        answer = HttpResponse.of(500, "text/plain", "The server failed; its log says more.");
      }
      write(request, answer, response, callback);
      return true;
    }

    /**
     * Reads what the handler left of the body. Else Jetty closes the connection behind the answer,
     * and the client's next request on it, already under way, gets none.
     */
    private static void finish(Request request, HttpRequest read, HttpResponse answer)
        throws IOException {
      if (hasBody(request) && read.body().skip(LEFT_UNREAD) == LEFT_UNREAD) {
        answer.headers().set("connection", "close");
      }
    }

    private static boolean hasBody(Request request) {
      return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
          || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
    }

    private HttpRequest read(Request request, EndPoint end) {
      Headers headers = new Headers();
      for (HttpField field : request.getHeaders()) {
        headers.add(field.getName(), field.getValue() == null ? "" : field.getValue());
      }
      String path = request.getHttpURI().getPath();
      String query = request.getHttpURI().getQuery();
      return new HttpRequest(
          request.getMethod(),
          path == null || path.isEmpty() ? "/" : path,
          query == null ? "" : query,
          headers,
          new Body(Content.Source.asInputStream(request), () -> end.setIdleTimeout(answering)),
          Request.getRemoteAddr(request),
          request.isSecure());
    }

    private static void write(
        Request request, HttpResponse answer, Response response, Callback callback) {
      response.setStatus(answer.status());
      HttpFields.Mutable fields = response.getHeaders();
      answer.headers().forEach(fields::add);
      boolean head = request.getMethod().equals("HEAD");
      if (answer.length() >= 0 && !fields.contains("content-length")) {
        fields.put("content-length", answer.length());
      }
      if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
        fields.put("connection", "close");
      }
      try (InputStream body = answer.body()) {
        if (head || answer.length() == 0) {
          response.write(true, null, callback);
        } else if (answer.length() > 0 && answer.length() <= 1 << 20) {
          byte[] bytes = body.readAllBytes();
          response.write(true, ByteBuffer.wrap(bytes), callback);
        } else {
          try (var out = Content.Sink.asOutputStream(response)) {
            body.transferTo(out);
          }
          callback.succeeded();
        }
      } catch (IOException broken) {
        callback.failed(broken);
      }
    }
  }

  /** A request's body, which tells when all of it was read. */
  private static final class Body extends FilterInputStream {

    private final Runnable atEnd;

    Body(InputStream body, Runnable atEnd) {
      super(body);
      this.atEnd = atEnd;
    }

    @Override
    public int read() throws IOException {
      return seen(super.read());
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      return seen(super.read(bytes, from, most));
    }

    /** What its reader leaves is the server's to finish. */
    @Override
    public void close() {}

    private int seen(int read) {
      if (read < 0) {
        atEnd.run();
      }
      return read;
    }
  }
}
