package dev.rehearsal.stage.target;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.rehearsal.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds images on the engine, or pulls them. */
final class Images {

  /** Built by docker/build; and the last published one that asks for no token. */
  static final List<String> LOCALSTACK =
      List.of("rehearsal/localstack:2026.3.0", "localstack/localstack:4.14.0");

  /** Built by docker/build; and the published one of the same major version. */
  static final List<String> POSTGRES = List.of("rehearsal/postgres:17", "postgres:17");

  private static final long PULL_MINUTES = 5;

  private final DockerClient docker;

  Images(DockerClient docker) {
    this.docker = docker;
  }

  /**
   * The first of the images that is there, or else the first that can be pulled.
   *
   * @throws StageFailure where none can be had
   */
  String find(List<String> names) {
    for (String name : names) {
      if (present(name)) {
        return name;
      }
    }
    List<String> refusals = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith("rehearsal/")) {
        refusals.add(name + ": not built yet");
        continue;
      }
      try {
        if (docker.pullImageCmd(name).start().awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
          return name;
        }
        refusals.add(name + ": not pulled within " + PULL_MINUTES + " min");
      } catch (DockerException refused) {
        refusals.add(name + ": " + firstLine(String.valueOf(refused.getMessage())));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new StageFailure("The pull of " + name + " was interrupted.", stopped);
      }
    }
    throw new StageFailure(
        "No image can be had ("
            + String.join("; ", refusals)
            + "). Build them with docker/build, which needs no image registry.",
        null);
  }

  private boolean present(String name) {
    try {
      docker.inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
