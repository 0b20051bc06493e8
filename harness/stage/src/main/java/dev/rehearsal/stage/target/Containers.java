package dev.rehearsal.stage.target;

import com.github.dockerjava.api.DockerClient;
import dev.rehearsal.stage.StageFailure;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Whether this machine can run containers. */
public final class Containers {

  private Containers() {}

  /** Why the target with containers can't be had here; empty where it can. May pull images. */
  public static Optional<String> obstacle(ContainerSettings settings) {
    try {
      Images images = new Images(docker());
      String unused = images.find(settings.postgresImages());
      if (settings.emulator().isEmpty()) {
        unused = images.find(settings.localstackImages());
      }
      return Optional.empty();
    } catch (StageFailure absent) {
      return Optional.ofNullable(absent.getMessage());
    }
  }

  /**
   * The engine's client.
   *
   * @throws StageFailure where no engine answers
   */
  static DockerClient docker() {
    try {
      return DockerClientFactory.instance().client();
    } catch (IllegalStateException none) {
      throw new StageFailure(
          "No Docker engine answers. Start one, or run docker/engine as root on Debian; the target"
              + " embedded needs none.",
          none);
    }
  }
}
