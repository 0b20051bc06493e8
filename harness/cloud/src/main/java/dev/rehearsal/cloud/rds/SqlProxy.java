package dev.rehearsal.cloud.rds;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a PostgreSQL server and tells of every statement that passes. It is the instance's
 * endpoint: its port stays while the server behind it is replaced. Thread-safe.
 */
final class SqlProxy implements AutoCloseable {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int LONGEST_START = 10_000;
  private static final int LONGEST_WATCHED = 1 << 20;

  /** AuthenticationCleartextPassword. */
  private static final byte[] CLEARTEXT = {'R', 0, 0, 0, 8, 0, 0, 0, 3};

  private static final byte[] UNENCRYPTED =
      fatal("28000", "no pg_hba.conf entry for this host, no encryption (rds.force_ssl is 1)");

  /** How long a client that may not come in hears nothing, as on AWS, before it is cut off. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** Who stands at the endpoint's door. */
  interface Door {

    /**
     * What follows a client's connection; empty where the network doesn't let the client in.
     *
     * @param client its end of the connection
     * @param server the end here
     */
    Optional<SqlConversation> enter(InetSocketAddress client, InetSocketAddress server);

    /** The server's side of TLS. */
    SSLSocketFactory tls();

    /** Whether clients that don't ask for TLS are turned away. */
    boolean demandsTls();

    /** Whether a user shows a signed token where others show a password. */
    boolean wantsToken(String user);

    /** Whether a token lets a user in. */
    TokenUsers.Answer check(String user, String token);

    /** The password that the server takes from a user who showed a good token. */
    String password(String user) throws IOException;
  }

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final ExecutorService workers;
  private final Door door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private SqlProxy(
      ServerSocket listener, InetSocketAddress server, ExecutorService workers, Door door) {
    this.listener = listener;
    this.server = server;
    this.workers = workers;
    this.door = door;
  }

  /**
   * Starts a proxy on the loopback interface.
   *
   * @param port the port, or 0 for a free one
   * @param server where the server answers
   * @param door who may come in
   */
  static SqlProxy start(int port, InetSocketAddress server, ExecutorService workers, Door door)
      throws IOException {
    SqlProxy proxy =
        new SqlProxy(
            new ServerSocket(port, 100, InetAddress.getLoopbackAddress()), server, workers, door);
    workers.execute(proxy::accept);
    return proxy;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection; new ones are taken. */
  void dropConnections() {
    open.forEach(SqlProxy::closeQuietly);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    dropConnections();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        workers.execute(() -> serve(client));
      } catch (SocketException closed) {
        return;
      } catch (IOException refused) {
        throw new UncheckedIOException("The database's endpoint broke.", refused);
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      Optional<SqlConversation> conversation =
          door.enter(
              (InetSocketAddress) client.getRemoteSocketAddress(),
              (InetSocketAddress) client.getLocalSocketAddress());
      if (conversation.isPresent()) {
        serve(client, conversation.get());
      } else {
        hearNothing(client);
      }
    } catch (IOException ended) {
      // Either side may go at any time; the other learns of it by the close.
    } finally {
      open.remove(client);
    }
  }

  private static void hearNothing(Socket client) throws IOException {
    long end = System.nanoTime() + SILENCE.toNanos();
    byte[] unheard = new byte[1024];
    for (long left = SILENCE.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      client.setSoTimeout((int) left);
      if (client.getInputStream().read(unheard) < 0) {
        return;
      }
    }
  }

  private void serve(Socket client, SqlConversation conversation) throws IOException {
    try (Socket server = new Socket(this.server.getAddress(), this.server.getPort())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.add(server);
      try {
        Socket heard = startUp(client, server, conversation);
        workers.execute(
            () -> {
              pump(server, heard, conversation::server, conversation::error);
              closeQuietly(client);
            });
        pump(heard, server, conversation::client, () -> new byte[0]);
      } finally {
        open.remove(server);
      }
    }
  }

  /**
   * Agrees on TLS where the client asks for it, and passes the start-up message on.
   *
   * @return what the client is heard through from here on
   */
  private Socket startUp(Socket client, Socket server, SqlConversation conversation)
      throws IOException {
    Socket heard = client;
    while (true) {
      byte[] head = exactly(heard.getInputStream(), 8);
      int length = ByteBuffer.wrap(head).getInt();
      int code = ByteBuffer.wrap(head).getInt(4);
      if (code == SSL_REQUEST && heard == client) {
        client.getOutputStream().write('S');
        client.getOutputStream().flush();
        heard = encrypted(client);
      } else if (code == GSS_REQUEST) {
        heard.getOutputStream().write('N');
        heard.getOutputStream().flush();
      } else if (length < 8 || length > LONGEST_START) {
        throw new IOException("A start-up message of " + length + " bytes.");
      } else if (heard == client && door.demandsTls()) {
        client.getOutputStream().write(UNENCRYPTED);
        client.getOutputStream().flush();
        throw new IOException("A client came without TLS.");
      } else {
        byte[] rest = exactly(heard.getInputStream(), length - 8);
        OutputStream toServer = server.getOutputStream();
        String user = parameter(rest, "user");
        if (user != null && door.wantsToken(user)) {
          String password = identify(heard, heard != client, user, conversation);
          toServer.write(head);
          toServer.write(rest);
          toServer.flush();
          new ServerLogin(server, user, password).logIn(heard.getOutputStream());
        } else {
          toServer.write(head);
          toServer.write(rest);
          toServer.flush();
        }
        return heard;
      }
    }
  }

  /** Asks for a user's token, and answers the password that stands for it. */
  private String identify(
      Socket client, boolean encrypted, String user, SqlConversation conversation)
      throws IOException {
    OutputStream out = client.getOutputStream();
    if (!encrypted) {
      out.write(fatal("28000", "no pg_hba.conf entry for user \"" + user + "\", no encryption"));
      out.flush();
      throw new IOException("A token came without TLS.");
    }
    out.write(CLEARTEXT);
    out.flush();
    InputStream in = client.getInputStream();
    int type = in.read();
    int length = ByteBuffer.wrap(exactly(in, 4)).getInt() - 4;
    if (type != 'p' || length < 1 || length > LONGEST_START) {
      throw new IOException("A client that should show a token did something else.");
    }
    String token = new String(exactly(in, length), 0, length - 1, StandardCharsets.UTF_8);
    TokenUsers.Answer answer = door.check(user, token);
    conversation.signedIn(answer);
    if (answer.refusal() != null) {
      out.write(fatal("28000", "PAM authentication failed for user \"" + user + "\""));
      out.flush();
      throw new IOException("A token did not let its user in.");
    }
    return door.password(user);
  }

  /** A parameter of a start-up message; null where it has none of the name. */
  private static @Nullable String parameter(byte[] pairs, String name) {
    String[] texts = new String(pairs, StandardCharsets.UTF_8).split("\0", -1);
    for (int i = 0; i + 1 < texts.length; i += 2) {
      if (texts[i].equals(name)) {
        return texts[i + 1];
      }
    }
    return null;
  }

  private Socket encrypted(Socket client) throws IOException {
    SSLSocket tls = (SSLSocket) door.tls().createSocket(client, null, true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    return tls;
  }

  /** An ErrorResponse of PostgreSQL's protocol. */
  private static byte[] fatal(String state, String message) {
    byte[] fields =
        ("SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0\0").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(fields.length + 5)
        .put((byte) 'E')
        .putInt(fields.length + 4)
        .put(fields)
        .array();
  }

  private interface Watcher {
    SqlConversation.Fate message(char type, ByteBuffer body);
  }

  private static final byte[] SYNC = {'S', 0, 0, 0, 4};

  /** Passes whole messages on, and shows each to the watcher; very long ones only pass. */
  private static void pump(Socket from, Socket to, Watcher watcher, Supplier<byte[]> error) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = new java.io.BufferedInputStream(from.getInputStream(), 16 * 1024);
      OutputStream out = new java.io.BufferedOutputStream(to.getOutputStream(), 16 * 1024);
      while (true) {
        int type = in.read();
        if (type < 0) {
          return;
        }
        byte[] head = exactly(in, 4);
        int left = ByteBuffer.wrap(head).getInt() - 4;
        if (left < 0) {
          return;
        }
        if (left <= LONGEST_WATCHED) {
          byte[] body = left <= buffer.length ? buffer : new byte[left];
          fill(in, body, left);
          // Shown first: who sees the answer must find the statement in the ledger.
          SqlConversation.Fate fate = watcher.message((char) type, ByteBuffer.wrap(body, 0, left));
          if (fate == SqlConversation.Fate.CUT) {
            return;
          }
          if (fate == SqlConversation.Fate.SYNC_INSTEAD) {
            out.write(SYNC);
          } else if (fate != SqlConversation.Fate.KEPT_BACK) {
            if (fate == SqlConversation.Fate.AFTER_ERROR) {
              out.write(error.get());
              // What failed for the client has failed its transaction.
              body[0] = body[0] == 'T' ? (byte) 'E' : body[0];
            }
            out.write(type);
            out.write(head);
            out.write(body, 0, left);
          }
        } else {
          out.write(type);
          out.write(head);
          while (left > 0) {
            int read = in.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
              return;
            }
            out.write(buffer, 0, read);
            left -= read;
          }
        }
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException ended) {
      // The close of both sockets tells them.
    } finally {
      closeQuietly(to);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    fill(in, bytes, length);
    return bytes;
  }

  private static void fill(InputStream in, byte[] bytes, int length) throws IOException {
    if (in.readNBytes(bytes, 0, length) != length) {
      throw new EOFException();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // Closed is closed.
    }
  }
}
