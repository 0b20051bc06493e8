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
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/** A PostgreSQL that is a process of this machine. Thread-safe. */
final class PostgresServer implements DatabaseServer {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;

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
    return start(cache, data, guard, template);
  }

  /**
   * Starts a server on a copy of the template to which everything logged until some moment has
   * happened again.
   */
  static PostgresServer restore(Path cache, Path data, Guard guard, Recovery recovery)
      throws IOException {
    PostgresTemplate template = PostgresTemplate.in(cache);
    guard.delete(data);
    template.copyTo(data);
    Path log = data.resolve("pg_wal");
    FolderTree.delete(log);
    copy(recovery.log(), log);
    Files.createFile(data.resolve("recovery.signal"));
    // The log lies in its place already: there is no archive to fetch it from.
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "restore_command = 'exit 1'\nrecovery_target_action = 'promote'\n"
            + recovery.setting()
            + " = "
            + literal(recovery.target())
            + "\n",
        StandardOpenOption.APPEND);
    PostgresServer restored = start(cache, data, guard, template);
    restored.awaitPromotion();
    return restored;
  }

  private static PostgresServer start(Path cache, Path data, Guard guard, PostgresTemplate template)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      EmbeddedPostgres.Builder builder =
          builder(cache.resolve("postgres-" + PostgresTemplate.VERSION), data)
              .setConnectConfig("password", template.password())
              .setRegisterShutdownHook(false);
      EmbeddedPostgres server = builder.start();
      PostgresServer started = new PostgresServer(data, server, template.password(), guard);
      if (started.answersItself()) {
        ProcessHandle.of(started.postmaster())
            .ifPresent(process -> guard.stop(process, Guard.Signal.QUIT));
        return started;
      }
      server.close();
      if (attempt == ATTEMPTS) {
        throw new IOException(
            "another PostgreSQL answered on its port, " + ATTEMPTS + " times in turn");
      }
    }
  }

  /**
   * Whether it is this server that answers on its port: between the choice of a free port and the
   * start another stage's server, which has the same password, can have taken it.
   */
  private boolean answersItself() throws IOException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("show data_directory")) {
      return answer.next() && Path.of(answer.getString(1)).toRealPath().equals(data.toRealPath());
    } catch (SQLException silent) {
      throw new IOException(silent);
    }
  }

  /** What every server here is started with: small, and quick rather than safe from power cuts. */
  static EmbeddedPostgres.Builder builder(Path home, Path data) {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(home.toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(PATIENCE)
        .setServerConfig("fsync", "off")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("full_page_writes", "off")
        // All of it, from the template on: that is what databases are restored from.
        .setServerConfig("wal_keep_size", "4GB")
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

  @Override
  public void archive(Path folder, String point) throws IOException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_create_restore_point(" + literal(point) + ")");
      // A recovery up to a time ends at the first transaction after it: there must be one.
      statement.execute("select pg_current_xact_id()");
      statement.execute("select pg_switch_wal()");
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
    copy(data.resolve("pg_wal"), folder);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("archive_status"));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private void awaitPromotion() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try (Connection connection = superuser("postgres");
          Statement statement = connection.createStatement();
          ResultSet recovering = statement.executeQuery("select pg_is_in_recovery()")) {
        if (recovering.next() && !recovering.getBoolean(1)) {
          return;
        }
        Thread.sleep(20);
      } catch (SQLException failure) {
        throw new IOException(failure);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IOException(stop);
      }
    }
    throw new IOException("PostgreSQL did not come to the end of its recovery.");
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
