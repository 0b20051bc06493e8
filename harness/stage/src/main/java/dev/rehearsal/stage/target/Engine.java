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
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts containers on a Docker engine so that none outlives its stage: each is known by the
 * process that started it, to the guard at once and to the sweep of the next start. Where reuse is
 * asked for, LocalStack and the first PostgreSQL do outlive it, and are emptied by the next.
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
  private final boolean reuse;
  private final AtomicInteger databases = new AtomicInteger();

  /**
   * @param reuse whether containers of earlier stages are used again
   */
  Engine(DockerClient docker, Guard guard, Path logs, boolean reuse) {
    this.docker = docker;
    this.guard = guard;
    this.logs = logs;
    this.reuse = reuse;
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
    Container started =
        started(
            "LocalStack",
            "localstack",
            container,
            4566,
            1536 * MEGABYTE,
            Ready.localstack(),
            reuse);
    if (started.wasThere()) {
      Reuse.restart(started.address("http"));
    }
    return started;
  }

  PostgresInContainer postgres(String image) {
    int count = databases.incrementAndGet();
    boolean reused = reuse && count == 1;
    String password = reused ? Reuse.PASSWORD : random();
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
    Container started =
        started(
            "PostgreSQL",
            count == 1 ? "postgres" : "postgres-" + count,
            container,
            5432,
            512 * MEGABYTE,
            Ready.postgres(password),
            reused);
    PostgresInContainer server = PostgresInContainer.of(started, password);
    if (started.wasThere()) {
      server.empty();
    }
    return server;
  }

  private static String random() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private Container started(
      String name,
      String file,
      GenericContainer<?> container,
      int port,
      long memory,
      Ready ready,
      boolean reused) {
    ContainerLog log = new ContainerLog(logs.resolve(file + ".log"));
    if (reused) {
      container.withReuse(true).withLabel(Reuse.LABEL, file);
    } else {
      ProcessHandle self = ProcessHandle.current();
      container.withLabel(OWNER, Long.toString(self.pid())).withLabel(OWNER_START, start(self));
    }
    container
        .withLogConsumer(log)
        .withStartupTimeout(START)
        .withCreateContainerCmdModifier(command -> confine(command, port, memory));
    String host = host();
    container.waitingFor(ready.on(host, port));
    container.withStartupAttempts(1);
    Set<String> there = reused ? left() : Set.of();
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
    Container.Stay stay = Container.Stay.OWN;
    if (reused) {
      stay = there.contains(id) ? Container.Stay.FOUND : Container.Stay.LEFT;
    } else {
      guard.removeContainer(id);
    }
    return new Container(name, id, container, host, port, log, guard, stay, new AtomicBoolean());
  }

  /** The ids of the containers that earlier stages left to be used again. */
  private Set<String> left() {
    return docker.listContainersCmd().withLabelFilter(List.of(Reuse.LABEL)).exec().stream()
        .map(com.github.dockerjava.api.model.Container::getId)
        .collect(Collectors.toSet());
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
