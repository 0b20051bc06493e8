package dev.rehearsal.stage.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees when a container dies that nobody stopped. Thread-safe. */
final class Watch implements AutoCloseable {

  private static final int SECONDS = 1;

  private final DockerClient docker;
  private final List<Container> watched = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "container-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable String broken;

  Watch(DockerClient docker) {
    this.docker = docker;
    var unused = clock.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  void add(Container container) {
    watched.add(container);
  }

  /** The first that died; empty while all run. */
  Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  private void look() {
    for (Container container : watched) {
      if (!container.running().isCreated()) {
        watched.remove(container); // Stopped by us.
        continue;
      }
      String end = end(container.id());
      if (end != null && broken == null && container.running().isCreated()) {
        broken =
            "The "
                + container.name()
                + " container died ("
                + end
                + "). Its last words are in "
                + container.log().file();
      }
    }
  }

  private @Nullable String end(String id) {
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

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
