package dev.rehearsal.cloud.rds;

import dev.rehearsal.cloud.process.FolderTree;
import dev.rehearsal.cloud.process.Guard;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;

/** A PostgreSQL that is a process of this machine. Thread-safe. */
final class PostgresServer implements DatabaseServer {

  private final Path data;
  private final EmbeddedPostgres server;
  private final String password;
  private final Guard guard;

  private PostgresServer(Path data, EmbeddedPostgres server, String password, Guard guard) {
    this.data = data;
    this.server = server;
    this.password = password;
    this.guard = guard;
  }

  /**
   * Starts a server on a copy of the template.
   *
   * @param cache the user's cache folder
   * @param data where its data goes; must not exist
   */
  static PostgresServer start(Path cache, Path data, Guard guard) throws IOException {
    PostgresTemplate template = PostgresTemplate.in(cache);
    guard.delete(data);
    template.copyTo(data);
    EmbeddedPostgres.Builder builder =
        builder(cache.resolve("postgres-" + PostgresTemplate.VERSION), data)
            .setConnectConfig("password", template.password())
            .setRegisterShutdownHook(false);
    EmbeddedPostgres server = builder.start();
    PostgresServer started = new PostgresServer(data, server, template.password(), guard);
    ProcessHandle.of(started.postmaster())
        .ifPresent(process -> guard.stop(process, Guard.Signal.QUIT));
    return started;
  }

  /** What every server here is started with: small, and quick rather than safe from power cuts. */
  static EmbeddedPostgres.Builder builder(Path home, Path data) {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(home.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "off")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("shared_buffers", "16MB")
        .setServerConfig("max_connections", "100")
        .setServerConfig("jit", "off")
        .setServerConfig("unix_socket_directories", "")
        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
  }

  @Override
  public String version() {
    return PostgresTemplate.VERSION;
  }

  @Override
  public Connection superuser(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", password);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database, properties);
  }

  /** Stops the server; its data stay. */
  void stop() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("A PostgreSQL did not stop.", failure);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      FolderTree.delete(data);
    } catch (IOException failure) {
      throw new UncheckedIOException("A PostgreSQL's data could not be deleted.", failure);
    }
    guard.keep(data);
  }

  /** Quotes a name for use in SQL. */
  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Quotes a text for use in SQL. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private long postmaster() throws IOException {
    String first = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    try {
      return Long.parseLong(first.strip());
    } catch (NumberFormatException unreadable) {
      throw new IOException(
          String.format(Locale.ROOT, "postmaster.pid begins with '%s'", first), unreadable);
    }
  }
}
