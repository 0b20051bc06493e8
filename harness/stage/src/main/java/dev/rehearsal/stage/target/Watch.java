package dev.rehearsal.stage.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sees when a container dies that nobody stopped. Thread-safe. */
final class Watch implements AutoCloseable {

  private static final long EVERY_MILLIS = 1_000;

  /** Longer than a busy machine takes, shorter than a person waits. */
  private static final int KNOCK_MILLIS = 3_000;

  /** How a container ended; null while it runs. */
  @FunctionalInterface
  interface Ends {
    @Nullable String of(String id);
  }

  /**
   * What is looked at.
   *
   * @param log where its last words are
   * @param stopped whether it was stopped on purpose
   */
  record Watched(String name, String id, String log, BooleanSupplier stopped) {}

  private final Ends ends;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "container-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable String broken;

  Watch(Ends ends, long everyMillis) {
    this.ends = ends;
    var unused =
        clock.scheduleWithFixedDelay(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  /** Asks an engine each second. */
  static Watch on(DockerClient docker) {
    return new Watch(id -> end(docker, id), EVERY_MILLIS);
  }

  /** Knocks each second at containers that are known by {@code host:port}. */
  static Watch onPorts() {
    return new Watch(Watch::silence, EVERY_MILLIS);
  }

  void add(Container container) {
    add(
        new Watched(
            container.name(),
            container.id(),
            container.log().file().toString(),
            container.stopped()::get));
  }

  void add(Watched container) {
    watched.add(container);
  }

  /** The first that died; empty while all run. */
  Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  private void look() {
    for (Watched container : watched) {
      String end = container.stopped().getAsBoolean() ? null : ends.of(container.id());
      // Asked again: it may have been stopped meanwhile.
      if (container.stopped().getAsBoolean()) {
        watched.remove(container);
      } else if (end != null && broken == null) {
        broken =
            "The "
                + container.name()
                + " container died ("
                + end
                + "). Its last words are in "
                + container.log();
      }
    }
  }

  private static @Nullable String end(DockerClient docker, String id) {
    try {
      var state = docker.inspectContainerCmd(id).exec().getState();
      if (Boolean.TRUE.equals(state.getRunning())) {
        return null;
      }
      String code = "exit code " + state.getExitCodeLong();
      return Boolean.TRUE.equals(state.getOOMKilled()) ? code + ", out of memory" : code;
    } catch (NotFoundException removed) {
      return "removed";
    } catch (RuntimeException noAnswer) {
      return "the Docker engine does not answer: " + noAnswer.getMessage();
    }
  }

  static @Nullable String silence(String address) {
    int colon = address.lastIndexOf(':');
    // A new address each time: its name is gone when the container is.
    InetSocketAddress at =
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    try (Socket socket = new Socket()) {
      socket.connect(at, KNOCK_MILLIS);
      return null;
    } catch (IOException silent) {
      return address + " does not answer: " + silent;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
