package dev.rehearsal.stage.target;

import com.github.dockerjava.api.DockerClient;
import dev.rehearsal.cloud.Backends;
import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.HopSink;
import dev.rehearsal.cloud.process.Guard;
import dev.rehearsal.cloud.rds.DatabaseServer;
import dev.rehearsal.cloud.rds.DatabaseServers;
import dev.rehearsal.stage.StageFailure;
import dev.rehearsal.stage.localstack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** LocalStack and PostgreSQL, each in a container of its own. Thread-safe. */
final class ContainersBacking implements Backing, DatabaseServers {

  private final ContainerSettings settings;
  private final Engine engine;
  private final @Nullable Reuse reuse;
  private final String postgresImage;
  private final @Nullable CompletableFuture<Container> localstack;
  private final Watch watch;
  private @Nullable CompletableFuture<PostgresInContainer> first;

  private ContainersBacking(ContainerSettings settings, Engine engine, @Nullable Reuse reuse) {
    this.settings = settings;
    this.engine = engine;
    this.reuse = reuse;
    Images images = new Images(engine.docker());
    this.postgresImage = images.find(settings.postgresImages());
    this.watch = Watch.on(engine.docker());
    if (settings.emulator().isPresent()) {
      this.localstack = null;
    } else {
      String image = images.find(settings.localstackImages());
      this.localstack = CompletableFuture.supplyAsync(() -> engine.localstack(image));
      var unused = localstack.thenAccept(watch::add);
    }
    this.first = CompletableFuture.supplyAsync(this::postgres);
  }

  static ContainersBacking start(ContainerSettings settings, Guard guard) {
    DockerClient docker = Containers.docker();
    Reuse reuse = Reuse.take();
    try {
      Engine engine = new Engine(docker, guard, settings.logs(), reuse != null);
      engine.sweep();
      return new ContainersBacking(settings, engine, reuse);
    } catch (RuntimeException failed) {
      if (reuse != null) {
        reuse.close();
      }
      throw failed;
    }
  }

  @Override
  public Routing routing() {
    return settings.routing();
  }

  @Override
  public Backends backends(Supplier<Cloud> cloud, HopSink hops) {
    LocalStack made = new LocalStack(settings.routing().emulated(), this::emulator, cloud, hops);
    // Whoever needs a service that can't be had is told when it is called.
    var unused = CompletableFuture.runAsync(() -> made.warm("us-east-1"));
    return made;
  }

  /** Waits for LocalStack. */
  private URI emulator() {
    return settings
        .emulator()
        .orElseGet(() -> joined(java.util.Objects.requireNonNull(localstack)).address("http"));
  }

  @Override
  public DatabaseServers databases() {
    return this;
  }

  @Override
  public String version() {
    CompletableFuture<PostgresInContainer> started;
    synchronized (this) {
      if (first == null) {
        first = CompletableFuture.supplyAsync(this::postgres);
      }
      started = first;
    }
    return joined(started).version();
  }

  @Override
  public DatabaseServer start(Surroundings aws) throws IOException {
    CompletableFuture<PostgresInContainer> started;
    synchronized (this) {
      started = first;
      first = null;
    }
    try {
      return started == null ? postgres() : joined(started);
    } catch (StageFailure failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  private PostgresInContainer postgres() {
    PostgresInContainer started = engine.postgres(postgresImage);
    watch.add(started.container());
    return started;
  }

  private static <T> T joined(CompletableFuture<T> starting) {
    try {
      return starting.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  @Override
  public List<String> unobserved() {
    return unobserved(settings.routing());
  }

  static List<String> unobserved(Routing routing) {
    return routing.embeds("sns")
        ? List.of()
        : List.of(
            "SNS delivers to queues inside LocalStack: the hop is inferred from the message that"
                + " the queue hands out, and a delivery that failed there is not seen.");
  }

  @Override
  public Optional<String> unserved(String operation) {
    return unserved(settings.routing(), operation);
  }

  static Optional<String> unserved(Routing routing, String operation) {
    return switch (operation) {
      case "rds:CreateDBSnapshot",
          "rds:RestoreDBInstanceFromDBSnapshot",
          "rds:RestoreDBInstanceToPointInTime" ->
          Optional.of("A PostgreSQL that is not the embedded one keeps no log to restore from.");
      case "kms:DisableKey", "kms:ScheduleKeyDeletion" ->
          unserved(
              routing,
              List.of("dynamodb", "s3", "sqs", "sns"),
              "LocalStack reads and writes under a key that can't be used");
      case "s3:PutBucketAcl" ->
          unserved(
              routing,
              List.of("s3"),
              "LocalStack takes access lists where the bucket's ownership rule forbids them");
      case "sns:Publish" ->
          unserved(routing, List.of("sns"), "LocalStack logs no status of deliveries");
      case "backup:StartBackupJob", "backup:StartRestoreJob" ->
          unserved(routing, List.of("dynamodb"), "LocalStack has no backups of what it keeps");
      default -> Optional.empty();
    };
  }

  private static Optional<String> unserved(Routing routing, List<String> services, String why) {
    List<String> emulated = services.stream().filter(service -> !routing.embeds(service)).toList();
    return emulated.isEmpty()
        ? Optional.empty()
        : Optional.of(why + " (" + String.join(", ", emulated) + ").");
  }

  @Override
  public Optional<String> broken() {
    return watch.broken();
  }

  @Override
  public void close() {
    watch.close();
    CompletableFuture<PostgresInContainer> spare;
    synchronized (this) {
      spare = first;
      first = null;
    }
    if (spare != null) {
      stop(spare.thenAccept(PostgresInContainer::close));
    }
    if (localstack != null) {
      stop(localstack.thenAccept(Container::close));
    }
    if (reuse != null) {
      reuse.close();
    }
  }

  /** What did not start needs no stop: whoever waited for it has been told. */
  private static void stop(CompletableFuture<Void> closing) {
    closing.exceptionally(failed -> null).join();
  }
}
