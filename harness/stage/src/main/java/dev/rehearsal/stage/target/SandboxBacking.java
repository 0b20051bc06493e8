package dev.rehearsal.stage.target;

import dev.rehearsal.cloud.Backends;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.rds.DatabaseServer;
import dev.rehearsal.cloud.rds.DatabaseServers;
import dev.rehearsal.stage.StageFailure;
import dev.rehearsal.stage.localstack.LocalStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The LocalStack and the PostgreSQL that run beside the harness in the sandbox. There is one
 * PostgreSQL: one database instance at a time can stand on it. Thread-safe.
 */
final class SandboxBacking implements Backing, DatabaseServers {

  /** What LocalStack kept is gone with it, and the harness can't know what of it there was. */
  private static final String ANEW =
      "`docker-compose down -v && docker-compose up -d` stands the sandbox up anew";

  private final Routing routing;
  private final URI emulator;
  private final ContainerSettings.Database database;
  private final String version;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Watch watch = Watch.onPorts();

  private SandboxBacking(
      Routing routing, URI emulator, ContainerSettings.Database database, String version) {
    this.routing = routing;
    this.emulator = emulator;
    this.database = database;
    this.version = version;
    int port = emulator.getPort() < 0 ? 80 : emulator.getPort();
    watch("LocalStack", emulator.getHost() + ":" + port, "localstack");
    watch("PostgreSQL", database.address(), "postgres");
  }

  private void watch(String name, String address, String service) {
    watch.add(
        new Watch.Watched(
            name, address, "`docker-compose logs " + service + "`; " + ANEW, () -> false));
  }

  static SandboxBacking start(ContainerSettings settings) {
    if (settings.emulator().isEmpty() || settings.database().isEmpty()) {
      throw new StageFailure(
          "The target compose stands in the sandbox: `docker-compose up -d` starts it, and"
              + " `./rehearse run --target compose` runs journeys on it.",
          null);
    }
    ContainerSettings.Database database = settings.database().get();
    try (Connection connection = database.connect("postgres")) {
      return new SandboxBacking(
          settings.routing(),
          settings.emulator().get(),
          database,
          Leftovers.ask(connection, "show server_version").get(0).replaceFirst(" .*", ""));
    } catch (SQLException silent) {
      throw new StageFailure(
          "PostgreSQL at " + database.address() + " does not answer: " + silent.getMessage(),
          silent);
    }
  }

  @Override
  public Routing routing() {
    return routing;
  }

  @Override
  public Backends backends(Supplier<Cloud> cloud, HopSink hops) {
    return new LocalStack(routing.emulated(), () -> emulator, cloud, hops);
  }

  @Override
  public DatabaseServers databases() {
    return this;
  }

  @Override
  public String version() {
    return version;
  }

  /** What an earlier stage left in the database is deleted first. */
  @Override
  public DatabaseServer start(Surroundings aws) throws IOException {
    if (!taken.compareAndSet(false, true)) {
      throw new IOException("the sandbox has one PostgreSQL, and an instance stands on it already");
    }
    Server server = new Server();
    try {
      server.empty();
      return server;
    } catch (SQLException refused) {
      taken.set(false);
      throw new IOException("its leftovers could not be deleted: " + refused.getMessage(), refused);
    }
  }

  @Override
  public List<String> unobserved() {
    return ContainersBacking.unobserved(routing);
  }

  @Override
  public Optional<String> unserved(String operation) {
    return ContainersBacking.unserved(routing, operation);
  }

  @Override
  public Optional<String> broken() {
    return watch.broken();
  }

  @Override
  public void close() {
    watch.close();
  }

  private final class Server implements DatabaseServer {

    @Override
    public InetSocketAddress address() {
      return database.resolved();
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public Connection superuser(String name) throws SQLException {
      return database.connect(name);
    }

    void empty() throws SQLException {
      try (Connection connection = database.connect("postgres")) {
        Leftovers.delete(connection);
      }
    }

    @Override
    public void close() {
      taken.set(false); // The next one to start on it empties it.
    }
  }
}
