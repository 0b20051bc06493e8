package dev.rehearsal.stage.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.rehearsal.cloud.process.Guard;
import dev.rehearsal.stage.StageFailure;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts containers on a Docker engine so that none outlives its stage: each is known by the
 * process that started it, to the guard at once and to the sweep of the next start.
 */
final class Engine {

  /** Long enough for a machine that does other things too. */
  private static final Duration START = Duration.ofSeconds(90);

  private static final String OWNER = "dev.rehearsal.process";
  private static final String OWNER_START = "dev.rehearsal.process.start";
  private static final long MEGABYTE = 1 << 20;

  private final DockerClient docker;
  private final Guard guard;
  private final Path logs;
  private final AtomicInteger databases = new AtomicInteger();

  Engine(DockerClient docker, Guard guard, Path logs) {
    this.docker = docker;
    this.guard = guard;
    this.logs = logs;
  }

  DockerClient docker() {
    return docker;
  }

  /** Removes the containers of processes that are gone. */
  void sweep() {
    for (var found :
        docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(OWNER)).exec()) {
      Map<String, String> labels = Objects.requireNonNullElse(found.getLabels(), Map.of());
      // A container that does not say whose it is belongs to nobody alive.
      String owner = labels.getOrDefault(OWNER, "-1");
      if (!alive(owner, labels.getOrDefault(OWNER_START, ""))) {
        try {
          docker.removeContainerCmd(found.getId()).withForce(true).withRemoveVolumes(true).exec();
        } catch (NotFoundException gone) {
          // Its guard was quicker.
        }
      }
    }
  }

  private static boolean alive(String pid, String start) {
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(process -> start(process).equals(start))
        .isPresent();
  }

  private static String start(ProcessHandle process) {
    return process.info().startInstant().map(at -> Long.toString(at.toEpochMilli())).orElse("");
  }

  Container localstack(String image) {
    LocalStackContainer container =
        new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
    // It starts no containers of its own here: the engine's socket is not its business.
    container.setBinds(new ArrayList<>());
    container
        .withEnv("EAGER_SERVICE_LOADING", "0")
        .withEnv("DISABLE_EVENTS", "1")
        .withEnv("SQS_ENDPOINT_STRATEGY", "path")
        .withEnv("DYNAMODB_IN_MEMORY", "1");
    return started(
        "LocalStack", "localstack", container, 4566, 1536 * MEGABYTE, Ready.localstack());
  }

  PostgresInContainer postgres(String image) {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    PostgreSQLContainer container =
        new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
            .withUsername("postgres")
            .withPassword(password)
            .withDatabaseName("postgres");
    // Quick rather than safe from power cuts, as the embedded one.
    container.withCommand(
        "postgres",
        "-c",
        "fsync=off",
        "-c",
        "synchronous_commit=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "max_connections=100",
        "-c",
        "jit=off");
    int count = databases.incrementAndGet();
    Container started =
        started(
            "PostgreSQL",
            count == 1 ? "postgres" : "postgres-" + count,
            container,
            5432,
            512 * MEGABYTE,
            Ready.postgres(password));
    return PostgresInContainer.of(started, password);
  }

  private Container started(
      String name, String file, GenericContainer<?> container, int port, long memory, Ready ready) {
    ContainerLog log = new ContainerLog(logs.resolve(file + ".log"));
    ProcessHandle self = ProcessHandle.current();
    container
        .withLabel(OWNER, Long.toString(self.pid()))
        .withLabel(OWNER_START, start(self))
        .withLogConsumer(log)
        .withStartupTimeout(START)
        .withCreateContainerCmdModifier(command -> confine(command, port, memory));
    String host = host();
    container.waitingFor(ready.on(host, port));
    container.withStartupAttempts(1);
    try {
      container.start();
    } catch (ContainerLaunchException failed) {
      log.close();
      throw new StageFailure(
          name
              + " did not start in its container within "
              + START.toSeconds()
              + " s ("
              + rootCause(failed)
              + "). Its log: "
              + log.file(),
          failed);
    }
    String id = container.getContainerId();
    guard.removeContainer(id);
    return new Container(name, id, container, host, port, log, guard, new AtomicBoolean());
  }

  /** Reached from this machine only, and no burden to it. */
  private static void confine(CreateContainerCmd command, int port, long memory) {
    Objects.requireNonNull(command.getHostConfig())
        .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(port)))
        .withMemory(memory)
        .withPidsLimit(1024L);
  }

  /**
   * Where published ports are: on this machine, unless the engine is elsewhere or the environment
   * says otherwise.
   */
  private static String host() {
    String override = System.getenv("TESTCONTAINERS_HOST_OVERRIDE");
    if (override != null && !override.isBlank()) {
      return override;
    }
    URI engine = DockerClientFactory.instance().getTransportConfig().getDockerHost();
    return engine.getHost() == null ? "127.0.0.1" : engine.getHost();
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
